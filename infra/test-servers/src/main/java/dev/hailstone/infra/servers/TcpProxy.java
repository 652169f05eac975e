package dev.hailstone.infra.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A way to a server of this machine that can be broken.
///
/// It forwards connections until told otherwise: [#cut] breaks those that are there, [#refuse] takes no more, [#freeze] keeps
/// all of them open and carries nothing, as a network does that swallows packets, [#deafen] carries nothing of what is said on those
/// that are there, as a server does that reads no more of them, and [#slowDown] makes it a narrow one.
public final class TcpProxy implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> deaf = ConcurrentHashMap.newKeySet();
    private final AtomicLong attempts = new AtomicLong();
    private boolean refusing;
    private boolean frozen;
    /// 0 while it does not matter.
    private int bytesPerSecond;

    private TcpProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /// Opens a way to this port of the loopback interface.
    public static TcpProxy to(int port) {
        try {
            TcpProxy proxy = new TcpProxy(port);
            Thread.ofPlatform().daemon().name("proxy to " + port).start(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Where it listens, on the loopback interface.
    public int port() {
        return server.getLocalPort();
    }

    /// How many connections are open.
    public int connections() {
        return sockets.size() / 2;
    }

    /// How many connections somebody has ever wanted; more of them while it is frozen mean that this was noticed.
    public long attempts() {
        return attempts.get();
    }

    /// Breaks all connections; new ones are forwarded.
    public void cut() {
        sockets.forEach(TcpProxy::close);
    }

    /// Breaks all connections and every new one at once.
    public synchronized void refuse() {
        refusing = true;
        cut();
    }

    /// Carries nothing from now on, in either direction, while all connections stay open; new ones too.
    public synchronized void freeze() {
        frozen = true;
    }

    /// Carries nothing more towards the server on the connections that are open now, but all that the server says; new ones
    /// are forwarded.
    public void deafen() {
        deaf.addAll(sockets);
    }

    /// Carries no more than this of each connection towards the server.
    ///
    /// @param bytesPerSecond more than 0
    public synchronized void slowDown(int bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /// Forwards everything again and at full speed, also what was sent while it was frozen.
    public synchronized void forward() {
        refusing = false;
        frozen = false;
        bytesPerSecond = 0;
        notifyAll();
    }

    @Override
    public void close() {
        refuse();
        forward();
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                attempts.incrementAndGet();
                if (isRefusing()) {
                    close(client);
                } else {
                    connect(client);
                }
            } catch (IOException _) {
                // closed, or the connection was gone before it was taken
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket other = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(client);
            sockets.add(other);
            Thread.ofPlatform().daemon().start(() -> pump(client, other, true));
            Thread.ofPlatform().daemon().start(() -> pump(other, client, false));
        } catch (IOException _) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to, boolean towardsServer) {
        byte[] buffer = new byte[64 * 1024];
        try (from; to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                awaitThaw();
                if (towardsServer && deaf.contains(from)) {
                    continue;
                }
                output.write(buffer, 0, length);
                if (towardsServer) {
                    LockSupport.parkNanos(timeFor(length));
                }
            }
        } catch (IOException _) {
            // one of the two has gone
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
            deaf.remove(from);
        }
    }

    /// @return nanoseconds
    private synchronized long timeFor(int bytes) {
        return bytesPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond;
    }

    private synchronized boolean isRefusing() {
        return refusing;
    }

    private synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone, which is all that is wanted
        }
    }
}
