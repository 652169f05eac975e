package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import com.rabbitmq.client.AMQP.Queue;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Connection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.core.NestedExceptionUtils;

/// This process's connection to RabbitMQ: made when somebody first needs it, and made anew when it has broken.
///
/// It never waits for a broker that is away: whoever asks in the meantime is told so, and asks again later.
final class Broker {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int ABORT_MILLIS = 1000;

    private final Supplier<ConnectionFactory> factory;
    private final TransportMetrics metrics;
    private final Clock clock;
    private @Nullable Connection connection;
    private Pause pause = Pause.NONE;
    private final Backoff backoff = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE);
    private boolean everConnected;
    private volatile State state = new Unused();
    private volatile @Nullable String blocked;

    Broker(Supplier<ConnectionFactory> factory, TransportMetrics metrics, Clock clock) {
        this.factory = factory;
        this.metrics = metrics;
        this.clock = clock;
    }

    State state() {
        return state;
    }

    /// A new channel, which is the caller's to close.
    ///
    /// @throws BrokerUnavailable if there is none at the moment
    synchronized Channel channel() {
        Connection open = connection();
        try {
            Channel channel = open.createChannel();
            if (channel == null) {
                throw new BrokerUnavailable("RabbitMQ allows no more channels on one connection", null);
            }
            return channel;
        } catch (IOException | RuntimeException failure) {
            dropIfSilent(failure);
            throw new BrokerUnavailable(describe(failure), failure);
        }
    }

    /// How many messages are in a queue, -1 if there is no such queue. Of RabbitMQ 4.2.6 only its owner may ask that:
    /// without an answer it passes for empty, which costs duplicates and memory of the broker at most.
    ///
    /// @throws BrokerUnavailable if there is none at the moment
    long lengthOf(String queue) {
        return asked(queue, Queue.DeclareOk::getMessageCount, -1, 0);
    }

    /// Whether somebody consumes a queue. Without an answer it passes for consumed.
    ///
    /// @throws BrokerUnavailable if there is none at the moment
    boolean isConsumed(String queue) {
        return asked(queue, Queue.DeclareOk::getConsumerCount, 0, 1) > 0;
    }

    private long asked(String queue, ToLongFunction<Queue.DeclareOk> question, long missing, long refused) {
        // A channel of its own: asking for a queue that is not there closes it.
        Channel asking = channel();
        try {
            return question.applyAsLong(asking.queueDeclarePassive(queue));
        } catch (IOException failure) {
            if (Objection.isMissing(failure)) {
                return missing;
            }
            if (Objection.isRefusal(failure)) {
                return refused;
            }
            dropIfSilent(failure);
            throw new BrokerUnavailable("the state of queue %s cannot be told".formatted(queue), failure);
        } finally {
            close(asking);
        }
    }

    /// Closes a channel, whatever state it is in.
    static void close(@Nullable Channel channel) {
        if (channel != null) {
            try {
                channel.abort();
            } catch (IOException | RuntimeException broken) {
                LOG.trace("The channel is gone already", broken);
            }
        }
    }

    /// Refuses while the broker takes no messages, so that nobody gets stuck in sending one.
    ///
    /// @throws BrokerUnavailable if the broker has said that it is short of memory or disk
    void requireUnblocked() {
        String reason = blocked;
        if (reason != null) {
            throw new BrokerUnavailable("RabbitMQ takes no messages: " + reason, null);
        }
    }

    /// Breaks the connection if the failure is that the broker has not answered on it.
    ///
    /// RabbitMQ may read nothing more from a connection that has published to a quorum queue in the moment when that was deleted, and
    /// keeps it open, heartbeats and all. Everybody who uses it would wait in vain; on another one all get their answers.
    void dropIfSilent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ChannelContinuationTimeoutException silence
                    && silence.getChannel() instanceof Channel asked) {
                drop(asked);
                return;
            }
        }
    }

    /// Breaks the connection of a channel, which seems to be dead although nobody has closed it. If it is not in use any more,
    /// nothing happens.
    synchronized void drop(Channel channel) {
        if (channel.getConnection().equals(connection)) {
            drop();
        }
    }

    private synchronized void drop() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            known.abort(ABORT_MILLIS);
        }
    }

    /// Closes the connection; it is made again when somebody asks for it.
    synchronized void close() {
        drop();
        state = new Unused();
    }

    private Connection connection() {
        Connection known = connection;
        if (known != null && known.isOpen()) {
            return known;
        }
        Instant now = clock.instant();
        if (!pause.isOver(now) && state instanceof Unreachable(String reason, _)) {
            throw new BrokerUnavailable(reason, null);
        }
        try {
            return connected(delegate());
        } catch (AmqpException | IllegalStateException failure) {
            throw unreachable(failure, now);
        }
    }

    private Connection delegate() {
        Connection made = factory.get().createConnection().getDelegate();
        if (made == null) {
            throw new IllegalStateException("the connection is closed already");
        }
        return made;
    }

    private Connection connected(Connection made) {
        blocked = null;
        made.addBlockedListener(reason -> {
            LOG.warn("RabbitMQ takes no messages: {}", reason);
            blocked = reason;
        }, () -> blocked = null);
        connection = made;
        backoff.reset();
        pause = Pause.NONE;
        if (everConnected) {
            metrics.reconnected();
        }
        everConnected = true;
        String address = "%s:%d".formatted(made.getAddress().getHostAddress(), made.getPort());
        LOG.info("Connected to RabbitMQ at {}", address);
        state = new Connected(address, clock.instant());
        return made;
    }

    private BrokerUnavailable unreachable(RuntimeException failure, Instant now) {
        pause = new Pause(now, backoff.next());
        String reason = describe(failure);
        if (state instanceof Unreachable(_, Instant since)) {
            state = new Unreachable(reason, since);
        } else {
            LOG.warn("{}. Events stay in their journals until it is back.", reason);
            state = new Unreachable(reason, now);
        }
        return new BrokerUnavailable(reason, failure);
    }

    private static String describe(Throwable failure) {
        Objection objection = Objection.in(failure);
        if (objection != null) {
            return "RabbitMQ cannot be used (%s)".formatted(objection.text());
        }
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        if (isDistrust(failure)) {
            return "RabbitMQ's certificate is not trusted (%s)".formatted(root.getMessage());
        }
        return "RabbitMQ cannot be reached (%s)".formatted(root.getMessage() == null ? root : root.getMessage());
    }

    private static boolean isDistrust(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    sealed interface State {}

    /// Nobody has needed it.
    record Unused() implements State {}

    record Connected(String address, Instant since) implements State {}

    record Unreachable(String reason, Instant since) implements State {}
}
