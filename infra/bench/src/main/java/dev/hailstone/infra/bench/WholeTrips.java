package dev.hailstone.infra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import org.springframework.util.FileSystemUtils;

import dev.hailstone.infra.bench.worker.BrokerAddress;

/// What it costs whole trips, from the quote to the charge, that all events travel by RabbitMQ and none within the process.
///
/// @param application the packaged application
/// @param simulator the packaged simulator
/// @param trips of each load
record WholeTrips(Path application, Path simulator, int trips) implements Part {

    /// In the full protocol, so that each side is warm.
    private static final int WARMING = 500;

    @Override
    public int loads(Settings settings) {
        return 2 + 2 * settings.rounds();
    }

    @Override
    public void measure(Stage stage) throws IOException, SQLException {
        Path directory = Files.createTempDirectory("hailstone-trips");
        BrokerAddress broker = stage.broker().fresh();
        List<String> options = stage.settings().workerOptions();
        try (TripServer local = TripServer.start("application, local", directory.resolve("local"), application,
                simulator,
                options, List.of("--hailstone.events.transport=local"));
                TripServer rabbit = TripServer.start("application, RabbitMQ", directory.resolve("rabbitmq"),
                        application,
                        simulator, options,
                        List.of("--hailstone.events.transport=rabbitmq",
                                "--hailstone.events.rabbitmq.prefix=" + broker.prefix(),
                                "--spring.rabbitmq.host=" + broker.host(),
                                "--spring.rabbitmq.port=" + broker.port()))) {
            Replays replays = new Replays(stage, directory);
            replays.of(rabbit, Math.min(WARMING, trips));
            replays.of(local, Math.min(WARMING, trips));
            stage.findings()
                    .add(new Comparison("whole trips, %d a load".formatted(trips), "all subscriptions by RabbitMQ",
                            "all local", "trips/s", Goal.atLeast(0.6), Turns.take(stage.settings().rounds(),
                                    () -> replays.of(rabbit, trips), () -> replays.of(local, trips))));
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    /// One replay after the other, each of trips that nobody has made before.
    private static final class Replays {

        private final Stage stage;
        private final Path directory;
        private long seed;

        Replays(Stage stage, Path directory) {
            this.stage = stage;
            this.directory = directory;
        }

        double of(TripServer server, int trips) throws IOException {
            double perSecond = server.replay(GeneratedTrips.write(directory, trips, ++seed), stage.findings()::add);
            stage.loaded().run();
            return perSecond;
        }
    }
}
