package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import com.rabbitmq.client.Channel;

/// What a relay has at the broker, for as long as both channels are open: one whose messages are confirmed, and one that hears
/// announcements.
final class RelaySession {

    private final Channel publishing;
    private final Channel control;
    private final BlockingQueue<byte[]> announcements = new LinkedBlockingQueue<>();
    /// How often the broker has confirmed or refused something.
    private final AtomicLong answers = new AtomicLong();
    private volatile boolean cancelled;

    private RelaySession(Channel publishing, Channel control) {
        this.publishing = publishing;
        this.control = control;
    }

    /// Declares what the producer needs and begins to hear.
    ///
    /// @param returned is run for each message that no queue takes
    /// @param signal is raised by every announcement, and when the session has ended
    /// @throws IOException if the broker refuses; nothing is left open
    static RelaySession open(Broker broker, Topology topology, String producer, Runnable returned, Signal signal)
            throws IOException {
        Channel publishing = broker.channel();
        Channel control = null;
        try {
            topology.declareProducer(publishing, producer);
            publishing.confirmSelect();
            control = broker.channel();
            RelaySession opened = new RelaySession(publishing, control);
            publishing.addReturnListener(_ -> returned.run());
            publishing.addConfirmListener((_, _) -> opened.answers.incrementAndGet(),
                    (_, _) -> opened.answers.incrementAndGet());
            topology.claimRelay(control, producer);
            control.basicConsume(topology.control(producer), true, (_, message) -> {
                opened.announcements.add(message.getBody());
                signal.raise();
            }, _ -> {
                // The queue was deleted.
                opened.cancelled = true;
                signal.raise();
            }, (_, _) -> signal.raise());
            return opened;
        } catch (IOException | RuntimeException failure) {
            broker.dropIfSilent(failure);
            Broker.close(publishing);
            Broker.close(control);
            throw failure;
        }
    }

    boolean isOpen() {
        return publishing.isOpen() && control.isOpen() && !cancelled;
    }

    /// To publish and to declare.
    Channel channel() {
        return publishing;
    }

    /// What has been announced since this was last asked.
    List<byte[]> announcements() {
        List<byte[]> heard = new ArrayList<>();
        announcements.drainTo(heard);
        return heard;
    }

    /// Waits until all that was published is confirmed, however long that takes in all: a broker that is slow and goes on is
    /// waited for, else it would be given the same messages for ever.
    ///
    /// @param patience with a broker that confirms nothing
    /// @throws TimeoutException if it has lost that
    /// @throws IOException if the broker has refused something
    void confirm(Duration patience) throws IOException, TimeoutException, InterruptedException {
        long before;
        do {
            before = answers.get();
        } while (!isConfirmed(patience, before));
    }

    /// @return false if not all is confirmed yet, but more than before
    private boolean isConfirmed(Duration patience, long before)
            throws IOException, TimeoutException, InterruptedException {
        try {
            if (!publishing.waitForConfirms(patience.toMillis())) {
                throw new IOException("RabbitMQ has refused messages of this batch");
            }
            return true;
        } catch (TimeoutException silence) {
            if (answers.get() > before) {
                return false;
            }
            throw silence;
        }
    }

    void close() {
        Broker.close(publishing);
        Broker.close(control);
    }
}
