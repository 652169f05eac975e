package dev.hailstone.infra.persistence;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// A Java process that does nothing but run an embedded server, to be killed.
final class ServerProcess implements AutoCloseable {

    private static final String READY = "READY";

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    static ServerProcess launch(Path home) throws IOException {
        return new ServerProcess(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), ServerProcess.class.getName(),
                home.toString()).redirectErrorStream(true).start());
    }

    /// Reads on until the server is there, or the process ends.
    ///
    /// @return what the process has said until then
    String output() throws IOException {
        StringBuilder output = new StringBuilder();
        BufferedReader reader = process.inputReader();
        for (String line = reader.readLine(); line != null && !line.equals(READY); line = reader.readLine()) {
            output.append(line).append('\n');
        }
        return output.toString();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /// Makes a table with one row, and stays.
    static void main(String... arguments) throws SQLException, IOException {
        EmbeddedServer server = EmbeddedServer
                .begin(new DatabaseProperties(Path.of(arguments[0]), Duration.ofSeconds(60)))
                .await();
        try (Connection connection = DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(),
                server.getPassword()); Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists kept");
            statement.execute("create table kept.row as select 1 as number");
        }
        System.out.println(READY);
        // Ends with the parent.
        System.in.transferTo(System.out);
    }
}
