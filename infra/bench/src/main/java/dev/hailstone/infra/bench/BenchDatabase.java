package dev.hailstone.infra.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

import dev.hailstone.infra.bench.worker.BrokerAddress;
import dev.hailstone.infra.bench.worker.Tally;
import dev.hailstone.infra.bench.worker.Target;

/// The database of one worker.
record BenchDatabase(DatabaseServer server, String url) {

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// @param broker null if the worker needs none
    Target target(int consumers, @Nullable BrokerAddress broker) {
        return new Target(url, server.user(), server.password(), consumers, broker);
    }

    /// Makes the workload's own tables, for a process that does not.
    void migrate() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
                Statement statement = connection.createStatement()) {
            run(connection, statement, "shop", "V1__purchases.sql");
            for (String consumer : Target.CONSUMERS) {
                run(connection, statement, consumer, "V1__entries.sql");
            }
        }
    }

    private static void run(Connection connection, Statement statement, String schema, String script)
            throws SQLException {
        statement.execute("create schema " + schema);
        statement.execute("set search_path = " + schema);
        ScriptUtils.executeSqlScript(connection,
                new ClassPathResource("db/migration/%s/%s".formatted(schema, script)));
    }

    /// Does what the server would otherwise do in the middle of the next load: cleans tables, renews its statistics, writes
    /// what is dirty.
    void settle() throws SQLException {
        try (Connection connection = server.asOwner(url); Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        }
    }

    /// Nobody who hears them waits for the last events of a load, if nobody hears them.
    private static void awaitJournal(Statement statement) throws SQLException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (number(statement, "select count(*) from shop.event_outbox") > 0) {
            if (System.nanoTime() > giveUpAt) {
                throw new IllegalStateException("events stay in shop.event_outbox");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /// What has been published.
    Tally journal() throws SQLException {
        Tally tally = new Tally();
        try (Connection connection = server.asOwner(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement
                        .executeQuery("select id, changes, total from shop.purchase where id like 'told-%'")) {
            while (rows.next()) {
                tally.addAll(rows.getString("id"), rows.getLong("changes"), rows.getLong("total"));
            }
        }
        return tally;
    }

    /// The body of one of the events.
    String payload() throws SQLException {
        try (Connection connection = server.asOwner(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select payload from shop.event_journal limit 1")) {
            row.next();
            return row.getString(1);
        }
    }

    /// Lets the relay believe that it has relayed nothing yet.
    void forgetRelay() throws SQLException {
        try (Connection connection = server.asOwner(url); Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into shop.event_relay (lane, position) select lane, 0 from shop.event_lane
                    on conflict (lane) do update set position = 0
                    """);
        }
    }

    /// Compares what was heard with what happened, since the database was made: at each consumer, and in the journal if
    /// there is one.
    List<HistoryCheck> check(String side, int consumers, boolean ordered) throws SQLException {
        List<HistoryCheck> checks = new ArrayList<>();
        try (Connection connection = server.asOwner(url); Statement statement = connection.createStatement()) {
            for (String consumer : Target.CONSUMERS.subList(0, consumers)) {
                checks.add(check(statement, side, consumer, consumer + ".entry", ordered));
            }
            if (exists(statement, "shop.event_journal")) {
                awaitJournal(statement);
                checks.add(check(statement, side, "journal", JOURNAL, ordered));
            }
        }
        return checks;
    }

    static HistoryCheck check(Statement statement, String side, String consumer, String rows, boolean ordered)
            throws SQLException {
        try (ResultSet row = statement.executeQuery(CHECK.replace("$rows", rows))) {
            row.next();
            long expected = row.getLong("expected");
            long events = row.getLong("events");
            return new HistoryCheck(side, consumer, expected, expected - events, row.getLong("expected_rows") - events,
                    row.getLong("unexpected"), row.getLong("reordered"), row.getLong("difference"), ordered);
        }
    }

    private static boolean exists(Statement statement, String table) throws SQLException {
        return number(statement, "select count(to_regclass('%s'))".formatted(table)) > 0;
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// The journal in the form of a consumer's rows. Within a purchase, and so within a lane, positions are the order.
    private static final String JOURNAL = """
            (select position as id, key as purchase, (payload ->> 'number')::bigint as number,
                    (payload ->> 'amount')::bigint as amount from shop.event_journal)""";

    private static final String CHECK = """
            with heard as (
                select entry.purchase, entry.number, entry.amount,
                       purchase.id is not null and entry.number between 1 and purchase.changes as expected,
                       entry.number < lag(entry.number) over (partition by entry.purchase order by entry.id) as late
                from $rows entry left join shop.purchase on purchase.id = entry.purchase and purchase.id like 'told-%'
            ), told as (
                select coalesce(sum(changes), 0) as changes, coalesce(sum(total), 0) as total
                from shop.purchase where id like 'told-%'
            )
            select (select changes from told) as expected,
                   (select count(*) from heard where expected) as expected_rows,
                   (select count(*) from (select distinct purchase, number from heard where expected) event) as events,
                   (select count(*) from heard where not expected) as unexpected,
                   (select count(*) from heard where late) as reordered,
                   (select coalesce(sum(amount), 0) from heard) - (select total from told) as difference
            """;
}
