package dev.hailstone.infra.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

/// The directory of an embedded server, claimed by one process at a time.
///
/// Whatever the last process left behind when it was killed is put right when the directory is claimed: a server that
/// still runs is stopped, a half-made database or half-unpacked binaries are removed.
final class DatabaseDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DatabaseDirectory.class);
    private static final int SECONDS_TO_STOP = 60;
    /// Lines that say why a server does not start.
    private static final int LAST_WORDS = 10;

    private final Path home;
    private final FileChannel lock;

    private DatabaseDirectory(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /// @throws DatabaseUnavailableException if another process, or another context of this one, has claimed it
    static DatabaseDirectory claim(Path directory) {
        Path home = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(home);
            hide(home);
            FileChannel lock = FileChannel.open(home.resolve("lock"), CREATE, WRITE);
            if (!tryLock(lock)) {
                lock.close();
                throw inUse(home);
            }
            DatabaseDirectory claimed = new DatabaseDirectory(home, lock);
            Files.writeString(claimed.owner(), Long.toString(ProcessHandle.current().pid()));
            claimed.recover();
            return claimed;
        } catch (IOException e) {
            throw new DatabaseUnavailableException("The database directory " + home + " cannot be used: " + e,
                    "Let hailstone.database.directory name a directory that this user may write to.", e);
        }
    }

    private static void hide(Path home) throws IOException {
        PosixFileAttributeView attributes = Files.getFileAttributeView(home, PosixFileAttributeView.class);
        if (attributes != null) {
            attributes.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private static DatabaseUnavailableException inUse(Path home) throws IOException {
        Path owner = home.resolve("owner");
        String pid = Files.exists(owner) ? " (process " + Files.readString(owner).strip() + ")" : "";
        return new DatabaseUnavailableException(
                "The database directory " + home + " is in use by another process" + pid + ".",
                "Stop the other process, or give this one a directory of its own by hailstone.database.directory, "
                        + "or let both use one PostgreSQL server by spring.datasource.url.",
                null);
    }

    /// The server's data.
    Path data() {
        return home.resolve("data");
    }

    /// Where the server's binaries are unpacked.
    Path binaries() {
        return home.resolve("server");
    }

    /// The server's log files, one for each day of the week.
    Path logs() {
        return data().resolve("log");
    }

    /// What the last start has said, up to where the server's log begins.
    Path startLog() {
        return home.resolve("start.log");
    }

    /// The end of what the last start has said; empty if it has said nothing.
    String lastWords() {
        try {
            List<String> lines = new String(Files.readAllBytes(startLog()), StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            log.debug("{} cannot be read", startLog(), e);
            return "";
        }
    }

    /// @param major version of the server that is about to use the data
    /// @throws DatabaseUnavailableException if the data were made by another one, which this one would refuse
    void requireMadeBy(String major) throws IOException {
        Path version = data().resolve("PG_VERSION");
        String made = Files.exists(version) ? Files.readString(version).strip() : major;
        if (!made.equals(major)) {
            throw new DatabaseUnavailableException(
                    "The database in " + home + " was made by PostgreSQL " + made + ", and this is PostgreSQL " + major
                            + ", which cannot use it.",
                    "Start the Hailstone that made it, and move the data with pg_dump or pg_upgrade; or let "
                            + "hailstone.database.directory name another directory, in which a new database is made.",
                    null);
        }
    }

    /// The password of the server's accounts, made up once. Only this user can read it.
    String password() throws IOException {
        Path file = home.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    /// Tells the server to ask everybody for a password, which the library does not.
    void requirePasswords() throws IOException {
        Files.writeString(data().resolve("pg_hba.conf"), """
                host all all 127.0.0.1/32 scram-sha-256
                host all all ::1/128      scram-sha-256
                """);
    }

    private Path owner() {
        return home.resolve("owner");
    }

    private Path unfinished() {
        return home.resolve("unfinished");
    }

    /// Notes that the database is about to be made, unless there is one.
    void beginMaking() throws IOException {
        if (!Files.exists(data())) {
            Files.writeString(unfinished(), "The database here is being made; if nothing runs, it is half-made.\n");
        }
    }

    /// Notes that the database is complete.
    void finishMaking() throws IOException {
        Files.deleteIfExists(unfinished());
    }

    private void recover() throws IOException {
        stopServer();
        if (Files.exists(unfinished())) {
            log.warn("The making of the database in {} was interrupted; it begins anew", home);
            removeHalfMadeDatabase();
        }
        if (Files.isDirectory(binaries())) {
            removeHalfUnpackedBinaries();
        }
    }

    private void removeHalfMadeDatabase() throws IOException {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            all.filter(process -> works(process, "initdb", false)).toList().forEach(DatabaseDirectory::end);
        }
        if (Files.exists(data())) {
            // A process that initdb has begun may live a little longer and write: it does so where it no longer matters.
            Path remains = Files.move(data(), home.resolve("remains-" + UUID.randomUUID()));
            removeQuietly(remains);
        }
    }

    private static void removeQuietly(Path path) {
        try {
            FileSystemUtils.deleteRecursively(path);
        } catch (IOException e) {
            log.warn("{} cannot be removed and is no longer needed", path, e);
        }
    }

    private static void end(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().orTimeout(SECONDS_TO_STOP, TimeUnit.SECONDS).join();
    }

    private void removeHalfUnpackedBinaries() throws IOException {
        try (Stream<Path> unpacked = Files.list(binaries())) {
            for (Path each : unpacked.filter(path -> !Files.exists(path.resolve(".exists"))).toList()) {
                FileSystemUtils.deleteRecursively(each);
            }
        }
    }

    /// Stops the server that works on this directory, if there is one.
    ///
    /// The file with its number stays where the number is nobody's: by it PostgreSQL finds out whether processes of a server
    /// that was killed are still at work on the data, and refuses to begin beside them.
    void stopServer() throws IOException {
        Path pidFile = data().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<Long> pid = firstLine(pidFile);
        Optional<ProcessHandle> process = pid.flatMap(ProcessHandle::of);
        Optional<ProcessHandle> server = process.filter(alive -> works(alive, "postgres", true));
        if (server.isPresent()) {
            log.warn("A PostgreSQL server (process {}) was left running on {}; it is stopped", server.get().pid(),
                    home);
            stop(server.get());
        } else if (process.isPresent() || pid.isEmpty()) {
            // PostgreSQL would take the other process for a server, and a file without a number for one that begins.
            Files.deleteIfExists(pidFile);
        }
    }

    private static Optional<Long> firstLine(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).filter(line -> line.matches("\\d{1,18}")).map(Long::valueOf);
        }
    }

    private boolean works(ProcessHandle process, String program, boolean whereArgumentsAreHidden) {
        ProcessHandle.Info info = process.info();
        boolean named = info.command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("")
                .startsWith(program);
        // Windows hides them.
        return named && info.commandLine()
                .map(line -> line.contains(data().toString()))
                .orElse(whereArgumentsAreHidden);
    }

    private static void stop(ProcessHandle server) throws IOException {
        try {
            // SIGINT is PostgreSQL's fast shutdown; Java itself could only send SIGTERM, which waits for clients.
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
        } catch (IOException e) {
            log.debug("There is no kill command here", e);
            server.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            server.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.warn("The server does not stop and is killed; it will recover from its log", e);
            end(server);
        } catch (ExecutionException e) {
            throw new IOException("Cannot wait for process " + server.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(owner());
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return home.toString();
    }
}
