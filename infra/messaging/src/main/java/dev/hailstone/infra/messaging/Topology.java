package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every exchange and queue that there is, by name and with all its arguments: nothing of it is declared elsewhere.
///
/// | name | what it is |
/// | --- | --- |
/// | `hailstone.<producer>` | topic exchange: each event once, its type as the routing key |
/// | `hailstone.<consumer>.<producer>` | queue: what a consumer has before it |
/// | `hailstone.<producer>.replay` | direct exchange: what one consumer has missed, with the name of its queue as the routing key |
/// | `hailstone.<producer>.cursor-announcements` | fanout exchange and queue: where the consumers are |
/// | `hailstone.<producer>.relay-lock` | queue that is always empty: whose it is, that relays |
///
/// But for the last, all of it is durable, and all queues are quorum queues: it is right on RabbitMQ 3.10 and on 4.x, which knows neither
/// mirrored nor transient shared queues. The arguments of a queue can never be changed, since a declaration that differs
/// from what is there is refused. Declaring what is there already changes nothing, so its owner declares exchanges and binds queues again and again:
/// exchanges and the queue of announcements belong to the producer, a queue of events to its consumer, and nobody declares
/// what is another's. So a user that can do what its process has to do can do nothing in the name of another ([#permissions]).
/// One after the other, though: RabbitMQ 3.10 closes the connection when a quorum queue is declared twice at the same moment.
/// And no queue while somebody consumes it: were it deleted, and made anew before RabbitMQ 3.10 tells the consumer, that one
/// would never be told, and be given nothing of the new queue. Who is told begins anew, and declares it then.
final class Topology {

    /// As RabbitMQ 4 has it where nothing is said, and 3.10 has not: a message that has been handed out so often and never
    /// acknowledged is dropped. Its consumer finds a gap and has it replayed.
    private static final int DELIVERY_LIMIT = 20;
    /// Who is away for longer starts with a new queue and is told what it has missed.
    private static final Duration EXPIRY = Duration.ofHours(1);

    static final Map<String, Object> CONTROL_QUEUE = Map.of("x-queue-type", "quorum", "x-delivery-limit",
            DELIVERY_LIMIT, "x-expires", EXPIRY.toMillis(), "x-max-length", 10_000);
    static final Map<String, Object> CONSUMER_QUEUE = Map.of("x-queue-type", "quorum", "x-delivery-limit",
            DELIVERY_LIMIT, "x-expires", EXPIRY.toMillis(), "x-single-active-consumer", true);

    private static final Logger LOG = LoggerFactory.getLogger(Topology.class);

    private final String prefix;

    /// @param prefix `hailstone`, unless two installations share a virtual host
    Topology(String prefix) {
        this.prefix = prefix;
    }

    String events(String producer) {
        return "%s.%s".formatted(prefix, producer);
    }

    String replay(String producer) {
        return "%s.%s.replay".formatted(prefix, producer);
    }

    String control(String producer) {
        return "%s.%s.cursor-announcements".formatted(prefix, producer);
    }

    String lock(String producer) {
        return "%s.%s.relay-lock".formatted(prefix, producer);
    }

    String queue(Subscription subscription) {
        return "%s.%s.%s".formatted(prefix, subscription.consumer(), subscription.producer());
    }

    /// What a producer needs to publish and to hear its consumers.
    synchronized void declareProducer(Channel channel, String producer) throws IOException {
        declareExchanges(channel, producer);
        channel.queueDeclare(control(producer), true, false, false, CONTROL_QUEUE);
        bindControl(channel, producer);
    }

    /// The same for a producer that is at its queue already.
    ///
    /// @throws IOException with an [Objection] if the queue is gone
    synchronized void restoreProducer(Channel channel, String producer) throws IOException {
        declareExchanges(channel, producer);
        bindControl(channel, producer);
    }

    private void declareExchanges(Channel channel, String producer) throws IOException {
        channel.exchangeDeclare(events(producer), BuiltinExchangeType.TOPIC, true);
        channel.exchangeDeclare(replay(producer), BuiltinExchangeType.DIRECT, true);
        channel.exchangeDeclare(control(producer), BuiltinExchangeType.FANOUT, true);
    }

    private void bindControl(Channel channel, String producer) throws IOException {
        channel.queueBind(control(producer), control(producer), "");
    }

    /// Makes sure that nobody else relays a producer's events under these names, for as long as the channel is open. The
    /// replicas of one installation see to that by their database; another installation has another one.
    ///
    /// @throws IOException with an [Objection] if somebody does
    void claimRelay(Channel channel, String producer) throws IOException {
        channel.queueDeclare(lock(producer), false, true, true, Map.of());
        // The queue goes with its consumer, who goes with the channel.
        channel.basicConsume(lock(producer), true, (_, _) -> {}, _ -> {});
    }

    /// What a consumer needs to hear a producer, whose exchanges have to be there.
    ///
    /// @throws IOException with an [Objection] if they are not
    synchronized void declareSubscription(Channel channel, Subscription subscription) throws IOException {
        channel.queueDeclare(queue(subscription), true, false, false, CONSUMER_QUEUE);
        restoreSubscription(channel, subscription);
    }

    /// The same for a consumer that is at its queue already.
    ///
    /// @throws IOException with an [Objection] if the queue is gone, or an exchange
    synchronized void restoreSubscription(Channel channel, Subscription subscription) throws IOException {
        String producer = subscription.producer();
        String queue = queue(subscription);
        channel.queueBind(queue, events(producer), "#");
        channel.queueBind(queue, replay(producer), queue);
    }

    /// Deletes a queue that is there by name and does not answer. RabbitMQ 3.10 has such ones when it was killed in the moment
    /// in which they were declared; they stay for ever, and no message that is routed to them is ever confirmed. What they
    /// held is replayed.
    synchronized void deleteLost(Channel channel, String queue) throws IOException {
        LOG.warn("Queue {} does not answer. It is deleted and made anew; what it held is replayed.", queue);
        channel.queueDelete(queue);
    }

    /// What the user of a process has to be allowed, and nothing that it can do without.
    ///
    /// @param modules that run in it
    /// @param subscriptions of these modules
    Permissions permissions(Collection<String> modules, Collection<Subscription> subscriptions) {
        Set<String> configure = new TreeSet<>();
        Set<String> write = new TreeSet<>();
        Set<String> read = new TreeSet<>();
        for (String module : modules) {
            for (String own : Set.of(events(module), replay(module), control(module))) {
                configure.add(quoted(own));
                write.add(quoted(own));
            }
            configure.add(quoted(lock(module)));
            read.add(quoted(lock(module)));
            read.add(quoted(control(module)));
            // The lengths of its consumers' queues: RabbitMQ before 4.2.6 tells them to everybody, from 4.2.7 on to whom something
            // is allowed. This allows to bind them, to what has been allowed to be read; so it is worth nothing else.
            write.add(quoted(queue(new Subscription("*", module))).replace("*", "[^.]+"));
        }
        for (Subscription subscription : subscriptions) {
            String producer = subscription.producer();
            configure.add(quoted(queue(subscription)));
            write.add(quoted(queue(subscription)));
            write.add(quoted(control(producer)));
            read.add(quoted(queue(subscription)));
            read.add(quoted(events(producer)));
            read.add(quoted(replay(producer)));
        }
        return new Permissions(anyOf(configure), anyOf(write), anyOf(read));
    }

    private static String quoted(String name) {
        return name.replace(".", "[.]");
    }

    private static String anyOf(Set<String> names) {
        return "^(%s)$".formatted(String.join("|", names));
    }
}
