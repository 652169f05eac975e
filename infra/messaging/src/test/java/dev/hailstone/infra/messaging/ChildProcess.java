package dev.hailstone.infra.messaging;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.hailstone.infra.servers.Watchdog;

/// A JVM of its own with fixture modules, which the test talks to and may kill.
final class ChildProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration TURN = Duration.ofMillis(50);
    private static @Nullable List<String> learned;

    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final List<String> transcript = new ArrayList<>();
    private final List<String> unheeded = new ArrayList<>();

    private ChildProcess(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        Thread.startVirtualThread(this::read);
    }

    /// Starts one with the modules named in the arguments; returns at once.
    ///
    /// @param arguments as [ChildApplication] takes them
    static ChildProcess start(TestDatabase database, String... arguments) throws Exception {
        return start(learned(), database, arguments);
    }

    private static ChildProcess start(List<String> options, TestDatabase database, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath()), ChildApplication.class.getName(),
                database.url()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Watchdog.over(process);
        return new ChildProcess(process);
    }

    /// What a first process has learned of the classes, whereupon the others start in half the time: a suite starts sixty.
    private static synchronized List<String> learned() throws Exception {
        if (learned == null) {
            // Of folders the JVM learns nothing.
            learned = classPath().stream().map(Path::of).anyMatch(Files::isDirectory) ? List.of() : learn();
        }
        return learned;
    }

    private static List<String> learn() throws Exception {
        Path cache = Path.of("target", "child-process.aot");
        Files.deleteIfExists(cache);
        TestDatabase database = TestDatabase.fresh();
        List<String> arguments = new ArrayList<>(
                List.of("meter", "billing", "alarm", "hailstone.events.transport=rabbitmq"));
        arguments.addAll(TestBroker.settings(database));
        try (ChildProcess pupil = start(List.of("-XX:AOTCacheOutput=" + cache), database,
                arguments.toArray(String[]::new)).untilReady()) {
            pupil.say("take a 2 none");
            pupil.until("TAKEN");
            JdbcTemplate sql = database.asOwner();
            Awaitility.await().until(() -> History.alarmed(sql, "billed").size() == 2);
            pupil.stop();
        }
        return List.of("-XX:AOTCache=" + cache);
    }

    /// Without the classes of the tests that start it, if it does not come from the same folder.
    private static List<String> classPath() {
        String ofTests = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        Path own = Path.of(URI.create(
                ChildApplication.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        return Stream.of(ofTests.split(File.pathSeparator))
                .filter(entry -> Files.isDirectory(own) || Files.isRegularFile(Path.of(entry)))
                .toList();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException _) {
            // the process is gone
        }
    }

    /// Waits until it says this, or has said it.
    ChildProcess until(String line) throws Exception {
        return until(line, () -> {});
    }

    /// Waits until it says this, or has said it, and does something again and again in the meantime: every [#TURN], however
    /// much it says, lest each answer to what is done be the cause of the next.
    ChildProcess until(String line, Runnable meanwhile) throws Exception {
        long now = System.nanoTime();
        long end = now + PATIENCE.toNanos();
        long nextTurn = now + TURN.toNanos();
        for (; now < end; now = System.nanoTime()) {
            String said = output.poll(nextTurn - now, TimeUnit.NANOSECONDS);
            if (said != null) {
                transcript.add(said);
                unheeded.add(said);
            }
            if (unheeded.remove(line)) {
                return this;
            }
            if (said == null && !process.isAlive() && output.isEmpty()) {
                throw new IllegalStateException("the process ended with %d before it said '%s':%n%s"
                        .formatted(process.exitValue(), line, String.join("\n", transcript)));
            }
            if (System.nanoTime() >= nextTurn) {
                meanwhile.run();
                nextTurn = System.nanoTime() + TURN.toNanos();
            }
        }
        throw new TimeoutException("the process never said '%s':%n%s".formatted(line, String.join("\n", transcript)));
    }

    ChildProcess untilReady() throws Exception {
        return until("READY");
    }

    void say(String command) throws IOException {
        input.write(command + "\n");
        input.flush();
    }

    long pid() {
        return process.pid();
    }

    /// Sends `STOP`, `CONT` or another signal.
    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IllegalStateException("kill -%s %d failed".formatted(name, pid()));
        }
    }

    int waitForEnd() throws Exception {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new TimeoutException("the process does not end:\n" + String.join("\n", transcript));
        }
        return process.exitValue();
    }

    /// Ends it in good order.
    void stop() throws Exception {
        input.close();
        waitForEnd();
    }

    /// As `kill -9` does.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
