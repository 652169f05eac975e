package dev.hailstone.infra.bench.worker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.hailstone.infra.bench.effects.AppliedEvents;
import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.shop.PurchaseChange;
import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// The workload's statements and nothing else: events go from the caller to the consumers by a queue in memory.
///
/// Each consumer writes its rows in transactions of up to 200, as the transport does, with a batch of statements in each.
/// What is in a queue when the process dies is lost, which is why this is a floor and no choice.
final class JdbcShop implements Shop {

    private static final int BATCH = 200;
    private static final int QUEUE = 10_000;

    private final HikariDataSource connections;
    private final AppliedEvents applied;
    private final List<BlockingQueue<PurchaseChanged>> queues = new ArrayList<>();
    private final List<Thread> consumers = new ArrayList<>();

    JdbcShop(Target target, AppliedEvents applied) {
        this.applied = applied;
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(target.url());
        pool.setUsername(target.user());
        pool.setPassword(target.password());
        pool.setMaximumPoolSize(Target.POOL_SIZE);
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        this.connections = new HikariDataSource(pool);
        for (String consumer : target.consumerNames()) {
            BlockingQueue<PurchaseChanged> queue = new ArrayBlockingQueue<>(QUEUE);
            queues.add(queue);
            consumers.add(Thread.ofPlatform().daemon().name(consumer).start(() -> consume(consumer, queue)));
        }
    }

    @Override
    public void change(PurchaseChange change) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            long last = update(connection, change);
            // Handed over while the row is locked, so that the order of a purchase is kept.
            if (change.told()) {
                handOver(change, last);
            }
            connection.commit();
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static long update(Connection connection, PurchaseChange change) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PurchaseChange.UPDATE)) {
            statement.setInt(1, change.amounts().size());
            statement.setLong(2, change.total());
            statement.setString(3, change.purchase());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void handOver(PurchaseChange change, long last) {
        try {
            for (int i = 0; i < change.amounts().size(); i++) {
                for (BlockingQueue<PurchaseChanged> queue : queues) {
                    queue.put(change.event(i, last));
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void consume(String consumer, BlockingQueue<PurchaseChanged> queue) {
        List<PurchaseChanged> batch = new ArrayList<>(BATCH);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                PurchaseChanged first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    apply(consumer, batch);
                    batch.clear();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void apply(String consumer, List<PurchaseChanged> batch) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(Entries.insert(consumer))) {
                for (PurchaseChanged change : batch) {
                    statement.setLong(1, change.amount());
                    statement.setLong(2, change.number());
                    statement.setString(3, change.purchase());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            connection.commit();
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
        batch.forEach(change -> applied.now(change.dueAt()));
    }

    @Override
    public void close() {
        consumers.forEach(Thread::interrupt);
        connections.close();
    }
}
