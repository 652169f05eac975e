package dev.hailstone.notifications.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Consumer;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/// One client that listens to a recipient's notifications, as server-sent events.
///
/// No thread ever waits for the client: what it does not take waits here, a little, and the rest in the database. It is
/// *opened* by the container, and *closed* by either side.
final class EventStream implements WriteListener, AsyncListener {

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);

    private final Recipient recipient;
    private final @Nullable String acceptLanguage;
    private final AsyncContext exchange;
    private final ServletOutputStream out;
    private final @Nullable Instant until;
    private final Consumer<EventStream> whenClosed;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private long position;
    private Instant activeAt;
    private boolean opened;
    private boolean unflushed;
    private boolean closed;

    /// @param position of the last notification that the client knows
    /// @param acceptLanguage what the client would like to read, if the recipient has no preference
    /// @param until when the client may listen no longer; null if that is never
    EventStream(Recipient recipient, long position, @Nullable String acceptLanguage, AsyncContext exchange, Instant now,
            @Nullable Instant until, Consumer<EventStream> whenClosed) throws IOException {
        this.recipient = recipient;
        this.position = position;
        this.acceptLanguage = acceptLanguage;
        this.exchange = exchange;
        this.out = exchange.getResponse().getOutputStream();
        this.activeAt = now;
        this.until = until;
        this.whenClosed = whenClosed;
    }

    /// Begins, with something that shows the client that it is heard.
    void open() {
        beat();
        exchange.addListener(this);
        out.setWriteListener(this);
    }

    Recipient recipient() {
        return recipient;
    }

    @Nullable
    String acceptLanguage() {
        return acceptLanguage;
    }

    /// Whether the client may listen no longer.
    boolean isOver(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /// How many more notifications may wait here.
    synchronized int room(int buffer) {
        return closed ? 0 : Math.max(0, buffer - waiting.size());
    }

    /// Of the last notification that the client has been or is being sent.
    synchronized long position() {
        return position;
    }

    /// @param json in one line
    synchronized void send(long next, String json) {
        position = next;
        waiting.add("id: %d\nevent: notification\ndata: %s\n\n".formatted(next, json).getBytes(UTF_8));
    }

    /// Gives the client what waits, as far as it takes it.
    ///
    /// @return since when it has been taking nothing, or there has been nothing to take
    Instant push(Instant now) {
        try {
            synchronized (this) {
                if (opened && !closed && drain()) {
                    activeAt = now;
                }
                return activeAt;
            }
        } catch (IOException | IllegalStateException _) {
            close();
            return now;
        }
    }

    /// Says that the stream lives, which also shows whether the client does.
    synchronized void beat() {
        if (waiting.isEmpty()) {
            waiting.add(HEARTBEAT);
        }
    }

    synchronized boolean isWaiting() {
        return unflushed || !waiting.isEmpty();
    }

    /// @return whether the client took something
    private boolean drain() throws IOException {
        boolean taken = false;
        while (isWaiting() && out.isReady()) {
            byte[] next = waiting.poll();
            if (next == null) {
                out.flush();
                unflushed = false;
                taken = true;
            } else {
                out.write(next);
                unflushed = true;
            }
        }
        return taken;
    }

    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
        }
        whenClosed.accept(this);
        try {
            exchange.complete();
        } catch (IllegalStateException _) {
            // The container has ended it already.
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        synchronized (this) {
            opened = true;
            if (!closed) {
                drain();
            }
        }
    }

    @Override
    public void onError(Throwable gone) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // It is started once.
    }
}
