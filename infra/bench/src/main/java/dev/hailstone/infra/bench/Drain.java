package dev.hailstone.infra.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.bench.worker.BrokerAddress;
import dev.hailstone.infra.bench.worker.Load;
import dev.hailstone.infra.bench.worker.Outcome;
import dev.hailstone.infra.bench.worker.Tally;
import dev.hailstone.infra.bench.worker.Target;
import dev.hailstone.infra.bench.worker.Variant;

/// How fast the relay brings a journal to RabbitMQ that has grown while the broker was away, beside RabbitMQ's own PerfTest,
/// which publishes as many messages of the same body with confirms, to the same kind of queue.
///
/// Each measurement is a new process. Nobody consumes meanwhile, and the clock runs in between two lengths of the queue, which
/// is the same for both. Afterwards the queue is read out.
///
/// @param events of the backlog
record Drain(int events) implements Part {

    private static final Variant SIDE = Variant.RABBITMQ;
    private static final int TOGETHER = 100;
    /// The relay's batch: so many of each of eight lanes.
    private static final int UNCONFIRMED = 8 * 200;
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public int loads(Settings settings) {
        return 1 + 2 * settings.rounds();
    }

    @Override
    public void measure(Stage stage) throws IOException, SQLException {
        Settings settings = stage.settings();
        BenchDatabase database = stage.server().fresh();
        Target target = database.target(0, stage.broker().fresh());
        int together = Math.min(TOGETHER, events);
        try (Worker worker = Worker.start(SIDE, target, settings.workerOptions())) {
            worker.carry(Load.closed(events / together, settings.callers(), together));
            database.check(SIDE.title(), 0, true).forEach(stage.findings()::add);
        }
        stage.loaded().run();
        Backlog backlog = new Backlog(stage, database, target, database.journal());
        stage.findings()
                .add(new Comparison("draining %d events into RabbitMQ".formatted(backlog.told().count()),
                        "Hailstone's relay", "RabbitMQ's PerfTest", "messages/s", Goal.atLeast(0.9),
                        Turns.take(settings.rounds(), backlog::relay, backlog::perfTest)));
    }

    /// What is to be drained, again and again.
    ///
    /// @param told what the journal holds
    private record Backlog(Stage stage, BenchDatabase database, Target target, Tally told) {

        double relay() throws IOException, SQLException {
            database.forgetRelay();
            database.settle();
            BrokerAddress broker = target.requireBroker();
            try (Connection connection = stage.broker().connect();
                    BacklogQueue queue = new BacklogQueue(connection, broker.prefix() + ".shop",
                            broker.prefix() + ".billing.shop");
                    Worker worker = Worker.start(SIDE, target, stage.settings().workerOptions())) {
                announce(connection, broker.prefix() + ".shop.cursor-announcements");
                double perSecond = queue.fill(told.count());
                Outcome outcome = worker.carry(Load.closed(1, 1, 1).untold());
                stage.findings().add(new Drainage(SIDE.title(), told.count(), outcome.retainedHeap()));
                stage.findings()
                        .add(HistoryCheck.of(SIDE.title(), told.heardBy("queue", queue.readOut()), SIDE.isOrdered()));
                stage.loaded().run();
                return perSecond;
            }
        }

        double perfTest() throws IOException, SQLException {
            database.settle();
            BrokerAddress broker = target.requireBroker();
            String exchange = broker.prefix() + ".perf-test";
            Path body = Files.createTempFile("hailstone-bench", ".json");
            try (Connection connection = stage.broker().connect();
                    BacklogQueue queue = new BacklogQueue(connection, exchange, exchange)) {
                Files.writeString(body, database.payload());
                Process process = Worker.launch(stage.settings().workerOptions(),
                        List.of("perf-test", "--uri", "amqp://guest:guest@localhost:" + broker.port(), "--producers",
                                "1",
                                "--consumers", "0", "--predeclared", "--exchange", exchange, "--queue", exchange,
                                "--routing-key", "shop.purchase-changed", "--flag", "persistent", "--body",
                                body.toString(), "--body-content-type", "application/json", "--confirm",
                                String.valueOf(UNCONFIRMED), "--pmessages", String.valueOf(told.count())));
                try {
                    double perSecond = queue.fill(told.count());
                    stage.loaded().run();
                    return perSecond;
                } finally {
                    process.destroy();
                }
            } finally {
                Files.delete(body);
            }
        }

        /// Says in the name of a consumer that it is there and has heard nothing, once somebody hears that.
        private static void announce(Connection connection, String control) throws IOException {
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (!isHeard(connection, control)) {
                if (System.nanoTime() > giveUpAt) {
                    throw new IOException("no relay hears " + control);
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
            List<Place> lanes = IntStream.range(0, 8).mapToObj(lane -> new Place(lane, 0)).toList();
            String announcement = JsonMapper.shared().writeValueAsString(new Announcement("billing", "START", lanes));
            try (Channel channel = connection.createChannel()) {
                channel.confirmSelect();
                channel.exchangeDeclare(control, BuiltinExchangeType.FANOUT, true);
                channel.basicPublish(control, "", new BasicProperties.Builder().contentType("application/json").build(),
                        announcement.getBytes(StandardCharsets.UTF_8));
                channel.waitForConfirms();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            } catch (TimeoutException silent) {
                throw new IOException(silent);
            }
        }

        private static boolean isHeard(Connection connection, String control) throws IOException {
            Channel channel = connection.createChannel();
            try {
                return channel.queueDeclarePassive(control).getConsumerCount() > 0;
            } catch (IOException _) {
                // There is no such queue yet, and the channel is gone.
                return false;
            } finally {
                channel.abort();
            }
        }
    }

    /// As the transport's consumers say it.
    private record Announcement(String consumer, String reason, List<Place> lanes) {}

    private record Place(int lane, long position) {}
}
