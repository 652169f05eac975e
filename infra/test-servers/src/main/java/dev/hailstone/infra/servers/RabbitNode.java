package dev.hailstone.infra.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// A RabbitMQ node of a test's own, started from the installed package.
///
/// It listens on free ports of this machine only, has its own data, cookie and Erlang port mapper, and knows nothing of a
/// node that the machine may run. It can be stopped, killed, frozen and started again with what it had stored. When the
/// test's process ends, however it ends, the node is killed and its data is deleted.
///
/// Its user is `guest`, the password too, with all rights on the virtual host `/`.
public final class RabbitNode implements AutoCloseable {

    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final Path CONTROL = Path.of("/usr/lib/rabbitmq/bin/rabbitmqctl");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Path directory;
    private final int port;
    private final int distributionPort;
    private final int portMapperPort;
    private final Process portMapper;
    private final List<Watchdog> watchdogs = new ArrayList<>();
    private @Nullable Process node;

    private RabbitNode(String listener) throws IOException {
        requireInstalled();
        List<Integer> ports = freePorts(3);
        port = ports.get(0);
        distributionPort = ports.get(1);
        portMapperPort = ports.get(2);
        directory = Files.createTempDirectory("hailstone-rabbit-");
        Files.createDirectory(directory.resolve("home"));
        Files.writeString(directory.resolve("plugins"), "[].\n");
        Files.writeString(directory.resolve("rabbitmq.conf"), """
                %s
                loopback_users = none
                disk_free_limit.absolute = 50MB
                """.formatted(listener.formatted(port)));
        portMapper = start("port-mapper.log", "epmd", "-port", Integer.toString(portMapperPort), "-address",
                "127.0.0.1");
    }

    /// Starts a node and waits until it takes connections, which takes some seconds.
    ///
    /// @throws IllegalStateException if RabbitMQ is not installed, or the node does not start
    public static RabbitNode start() {
        return start("listeners.tcp.1 = 127.0.0.1:%d");
    }

    /// Starts a node that speaks nothing but TLS, and asks no client for a certificate.
    ///
    /// @throws IllegalStateException if RabbitMQ is not installed, or the node does not start
    public static RabbitNode start(ServerCertificate certificate) {
        return start("""
                listeners.tcp = none
                listeners.ssl.1 = 127.0.0.1:%%d
                ssl_options.cacertfile = %s
                ssl_options.certfile = %s
                ssl_options.keyfile = %s
                ssl_options.verify = verify_none
                ssl_options.fail_if_no_peer_cert = false""".formatted(certificate.authority(),
                certificate.certificate(), certificate.key()));
    }

    private static RabbitNode start(String listener) {
        try {
            RabbitNode node = new RabbitNode(listener);
            Runtime.getRuntime().addShutdownHook(new Thread(node::close));
            node.restart();
            return node;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The node that all tests of this JVM share, started when first asked for. Whoever breaks it mends it.
    public static RabbitNode shared() {
        return Holder.NODE;
    }

    /// For AMQP, on the loopback interface.
    public int port() {
        return port;
    }

    /// Ends it in good order, as an administrator does. Nothing happens if it does not run.
    public void stop() {
        end(false);
    }

    /// Ends it as `kill -9` does.
    public void kill() {
        end(true);
    }

    /// Starts it again, with the data that it had when it ended.
    ///
    /// @throws IllegalStateException if it runs, or does not start
    public void restart() {
        requireEnded();
        try {
            Process started = start("node.log", SERVER.toString());
            node = started;
            watch(started);
            awaitConnections(started);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Throws away all that it has stored: queues, exchanges, messages, users. It comes back as if it had never run.
    ///
    /// @throws IllegalStateException if it runs
    public void forget() {
        requireEnded();
        try (Stream<Path> stored = Files.walk(directory.resolve("data"))) {
            for (Path file : stored.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void requireEnded() {
        if (node != null && node.isAlive()) {
            throw new IllegalStateException("the node runs");
        }
    }

    /// Freezes it: connections stay, nothing is answered.
    public void pause() {
        signal("STOP");
        awaitStandstill();
    }

    /// A signal that was sent has not yet stopped all threads. Linux tells of each whether it has.
    private void awaitStandstill() {
        Path threads = Path.of("/proc", Long.toString(pid()), "task");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (Files.isDirectory(threads) && !allStopped(threads)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the node does not stand still");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean allStopped(Path threads) {
        try (Stream<Path> all = Files.list(threads)) {
            // After the name, which is in parentheses and may hold anything, comes the state.
            return all.map(thread -> thread.resolve("stat")).allMatch(state -> read(state).contains(") T "));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Lets a frozen node go on.
    public void resume() {
        signal("CONT");
    }

    /// Runs `rabbitmqctl` against this node; takes a second or two.
    ///
    /// @return what it prints
    /// @throws IllegalStateException if it fails
    public String control(String... arguments) {
        List<String> command = new ArrayList<>(List.of(CONTROL.toString(), "-n", name(), "--quiet"));
        command.addAll(List.of(arguments));
        try {
            Process process = builder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("%s failed: %s".formatted(String.join(" ", command), output));
            }
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /// Has what was declared until now written to disk; takes a second or two.
    ///
    /// RabbitMQ 3 answers a declaration before that, up to two seconds before: a node killed in between comes back without
    /// the queue, durable as it is, and without the messages in it that it had confirmed.
    public void storeDeclarations() {
        control("eval", "ok = mnesia:sync_log().");
    }

    /// Makes a user, who may do nothing yet; takes a second or two.
    public void addUser(String name, String password) {
        control("add_user", name, password);
    }

    /// Says what a user may do in the virtual host `/`; takes a second or two.
    ///
    /// What is granted may be done from now on, in open connections too. What is withdrawn is refused in new channels only:
    /// an open one keeps the rights that it has used, until it has been idle for a moment.
    ///
    /// @param configure regular expression for the exchanges and queues that the user may declare and delete
    /// @param write for those that it may publish to, and the queues that it may bind
    /// @param read for those that it may consume, and the exchanges that it may bind a queue to
    public void permit(String user, String configure, String write, String read) {
        control("set_permissions", user, configure, write, read);
    }

    /// Kills it and deletes its data.
    @Override
    public synchronized void close() {
        kill();
        portMapper.destroyForcibly();
        // They find nobody left to kill, and delete the directory.
        for (Watchdog watchdog : watchdogs) {
            try {
                watchdog.release();
            } catch (InterruptedException interrupted) {
                throw interrupted(interrupted);
            }
        }
        watchdogs.clear();
    }

    private String name() {
        return "hailstone-%d@localhost".formatted(port);
    }

    private void end(boolean forcibly) {
        Process running = node;
        if (running == null || !running.isAlive()) {
            return;
        }
        if (forcibly) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the node does not end");
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private void signal(String signal) {
        long pid = pid();
        try {
            if (new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor() != 0) {
                throw new IllegalStateException("kill -%s %d failed".formatted(signal, pid));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private long pid() {
        Process running = node;
        if (running == null) {
            throw new IllegalStateException("the node does not run");
        }
        return running.pid();
    }

    private Process start(String log, String... command) throws IOException {
        return builder(List.of(command)).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve(log).toFile()))
                .start();
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        environment.put("HOME", directory.resolve("home").toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(portMapperPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", name());
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
        environment.put("RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq.conf").toString());
        environment.put("RABBITMQ_ADVANCED_CONFIG_FILE", directory.resolve("advanced.config").toString());
        environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString());
        environment.put("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", directory.resolve("log").toString());
        environment.put("RABBITMQ_FEATURE_FLAGS_FILE", directory.resolve("feature-flags").toString());
        environment.put("RABBITMQ_PLUGINS_EXPAND_DIR", directory.resolve("plugins-expanded").toString());
        // So the script becomes the node instead of its parent, and the process is the one to signal.
        environment.put("RABBITMQ_ALLOW_INPUT", "true");
        environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-noinput +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none "
                        + "-kernel inet_dist_use_interface {127,0,0,1}");
        return builder;
    }

    private void watch(Process started) throws IOException {
        watchdogs.add(Watchdog.start("kill -9 $1 $2; rm -rf \"$3\" || { sleep 1; rm -rf \"$3\"; }",
                Long.toString(started.pid()), Long.toString(portMapper.pid()), directory.toString()));
    }

    private void awaitConnections(Process started) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                if (started.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
                if (takesConnections()) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
        throw new IllegalStateException("RabbitMQ has not started:%n%s".formatted(
                Files.readString(directory.resolve("node.log"))));
    }

    private boolean takesConnections() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void requireInstalled() {
        if (!Files.isExecutable(SERVER)) {
            throw new IllegalStateException(
                    """
                            RabbitMQ is not installed: %s is missing. On Debian or Ubuntu: sudo apt-get install rabbitmq-server, \
                            and keep the machine's own node from running: sudo systemctl disable --now rabbitmq-server"""
                            .formatted(SERVER));
        }
    }

    /// All at once, for one that is free again may be given out again.
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static IllegalStateException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(interrupted);
    }

    private static final class Holder {

        static final RabbitNode NODE = start();
    }
}
