package dev.hailstone.infra.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.hailstone.infra.servers.Watchdog;

/// The packaged application, started for the measurement with a database of its own, and the simulator as its client.
final class TripServer implements AutoCloseable {

    /// What lets the simulator in: the application is a demo, which is open to everybody, without the city that a demo has.
    private static final List<String> ACCESS = List.of("--spring.profiles.active=demo",
            "--hailstone.simulator.city.enabled=false");

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern DURATION = Pattern.compile("(?m)^ *(?:PASS|FAIL) in ([0-9.]+) s");
    private static final Pattern CHARGES = Pattern.compile("(?m)^ *charges +([0-9,]+) +([0-9,]+) *$");
    private static final Pattern TOTAL = Pattern.compile("(?m)^ *total +([0-9,.]+) USD +([0-9,.]+) USD *$");

    private final String title;
    private final Path directory;
    private final Path simulator;
    private final String url;
    private final Process process;

    private TripServer(String title, Path directory, Path simulator, String url, Process process) {
        this.title = title;
        this.directory = directory;
        this.simulator = simulator;
        this.url = url;
        this.process = process;
    }

    /// Starts one and waits until it says that it is healthy.
    ///
    /// @param title for people
    /// @param directory for all its data
    /// @param properties how its events travel
    static TripServer start(String title, Path directory, Path application, Path simulator, List<String> jvmOptions,
            List<String> properties) throws IOException {
        Files.createDirectories(directory);
        int port = freePort();
        List<String> command = java(jvmOptions, application);
        command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port,
                "--hailstone.database.directory=" + directory.resolve("database"), "--spring.main.banner-mode=off"));
        command.addAll(ACCESS);
        command.addAll(properties);
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve("application.log").toFile())
                .start();
        Watchdog.over(process);
        TripServer server = new TripServer(title, directory, simulator, "http://127.0.0.1:" + port, process);
        try {
            server.awaitHealth();
            return server;
        } catch (IOException | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    String title() {
        return title;
    }

    /// Replays trips, as fast as it goes, until the ledger has charged all of them.
    ///
    /// @param checks told what the ledger says of them
    /// @return trips a second
    double replay(GeneratedTrips trips, Consumer<HistoryCheck> checks) throws IOException {
        Path report = Files.createTempFile(directory, "replay", ".txt");
        Path log = directory.resolve("simulator.log");
        // Its report shall have the numbers in the form that is read here.
        List<String> command = java(List.of("-Duser.language=en"), simulator);
        command.addAll(
                List.of("replay", "--trips", trips.trips().toString(), "--zones", trips.zones().toString(), "--url",
                        url, "--report", report.toString()));
        Process client = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        try {
            Watchdog.over(client);
            client.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            client.destroyForcibly();
        }
        String text = Files.readString(report);
        if (text.isEmpty()) {
            throw new IOException("the replay has not come to its end:%n%s".formatted(Files.readString(log)));
        }
        checks.accept(check(trips, text));
        return trips.count() / Double.parseDouble(find(DURATION, text).group(1));
    }

    private HistoryCheck check(GeneratedTrips trips, String report) {
        Matcher charges = find(CHARGES, report);
        Matcher total = find(TOTAL, report);
        long charged = Long.parseLong(plain(charges.group(2)));
        BigDecimal difference = new BigDecimal(plain(total.group(2))).subtract(new BigDecimal(plain(total.group(1))));
        return new HistoryCheck(title, "ledger", trips.count(), Math.max(0, trips.count() - charged),
                Math.max(0, charged - trips.count()), 0, 0, difference.movePointRight(2).longValueExact(), false);
    }

    private static Matcher find(Pattern pattern, String report) {
        Matcher matcher = pattern.matcher(report);
        if (!matcher.find()) {
            throw new IllegalStateException("the replay's report is not understood:%n%s".formatted(report));
        }
        return matcher;
    }

    private static String plain(String number) {
        return number.replace(",", "");
    }

    private void awaitHealth() throws IOException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (!isHealthy()) {
            if (!process.isAlive() || System.nanoTime() > giveUpAt) {
                throw new IOException("the application does not start:%n%s".formatted(
                        Files.readString(directory.resolve("application.log"), StandardCharsets.UTF_8)));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private boolean isHealthy() {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(url + "/actuator/health")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException _) {
            return false;
        }
    }

    private static List<String> java(List<String> options, Path jar) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
