package dev.hailstone;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.hailstone.infra.servers.Watchdog;
import dev.hailstone.infra.testing.TestIssuer;

import static org.assertj.core.api.Assertions.fail;

/// `java -jar hailstone.jar` as a process that can be killed.
final class PackagedApplication implements AutoCloseable {

    static final Path JAR = Path.of("target", "hailstone.jar");
    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    private final Process process;
    private final int port;

    private PackagedApplication(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it with little memory on a free port, and waits until it is up.
    static PackagedApplication start(Path database, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR.toString(),
                "--server.port=0", "--hailstone.database.directory=" + database,
                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + TestIssuer.shared().url()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Watchdog.over(process);
        List<String> output = new ArrayList<>();
        BufferedReader reader = process.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            output.add(line);
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                // Somebody has to read on, or the process will wait for it.
                Thread.ofVirtual().start(() -> drain(reader));
                return new PackagedApplication(process, Integer.parseInt(started.group(1)));
            }
        }
        return fail("Hailstone did not start:%n%s", String.join("\n", output));
    }

    private static void drain(BufferedReader reader) {
        try (Stream<String> lines = reader.lines()) {
            lines.forEach(_ -> {});
        }
    }

    Client client() {
        return new Client(port);
    }

    /// `kill -9`: nothing is closed, and the database server lives on alone.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// As Ctrl-C does.
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
