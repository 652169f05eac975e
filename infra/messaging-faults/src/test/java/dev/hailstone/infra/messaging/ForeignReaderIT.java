package dev.hailstone.infra.messaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import dev.hailstone.fixtures.meter.internal.MeterModule;
import dev.hailstone.fixtures.meter.internal.TakingReadings;
import dev.hailstone.infra.messaging.HailstoneEndpoint.RelayView;
import dev.hailstone.infra.servers.RabbitNode;

import static org.assertj.core.api.Assertions.assertThat;

/// A program in another language hears everything from the first event on, by what the documents say alone.
class ForeignReaderIT {

    @TempDir private Path folder;

    @Test
    void readsEventsAsCloudEvents() throws Exception {
        for (String file : List.of("read-events.mjs", "package.json", "package-lock.json")) {
            Files.copy(Path.of("../../docs/reading-events", file), folder.resolve(file));
        }
        run("npm", "ci", "--no-audit", "--no-fund");
        TestDatabase database = TestDatabase.fresh();
        List<String> settings = new ArrayList<>(TestBroker.settings(database));
        settings.add("hailstone.events.rabbitmq.enabled=true");
        try (ConfigurableApplicationContext producer = FixtureApplication.start(database, List.of(MeterModule.class),
                settings.toArray(String[]::new))) {
            TakingReadings readings = producer.getBean(TakingReadings.class);
            readings.take("old", 2);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                            producer.getBean(HailstoneEndpoint.class).overview().relays())
                            .extracting(RelayView::state)
                            .containsOnly("idle"));
            Process reader = start("node", "read-events.mjs", "amqp://127.0.0.1:" + RabbitNode.shared().port(), "meter",
                    TestBroker.prefix(database));
            try {
                List<String> lines = new CopyOnWriteArrayList<>();
                Thread.ofPlatform().daemon().start(() -> read(reader, lines));

                eventually(lines, reading("old", 1), reading("old", 2));
                readings.take("new", 1);
                eventually(lines, reading("old", 1), reading("old", 2), reading("new", 1));
            } finally {
                reader.destroyForcibly().waitFor();
            }
        }
    }

    private static void eventually(List<String> lines, String... expected) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(lines).containsExactly(expected));
    }

    private static String reading(String meter, int number) {
        return "meter.reading-taken %s {\"meter\":\"%s\",\"number\":%d,\"remark\":\"\"}".formatted(meter, meter,
                number);
    }

    private static void read(Process process, List<String> lines) {
        try (BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(lines::add);
        } catch (IOException _) {
            // the process has gone
        }
    }

    private void run(String... command) throws Exception {
        Process process = start(command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    /// @throws IllegalStateException if the program is not installed
    private Process start(String... command) {
        try {
            return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        } catch (IOException missing) {
            throw new IllegalStateException("%s is not installed. On Debian or Ubuntu: sudo apt-get install nodejs npm"
                    .formatted(command[0]), missing);
        }
    }
}
