package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;

/// Every exchange and queue that there is, by name and with all its arguments: nothing of it is declared elsewhere.
///
/// | name | what it is |
/// | --- | --- |
/// | `hailstone.<producer>` | topic exchange: each event once, its type as the routing key |
/// | `hailstone.<consumer>.<producer>` | queue: what a consumer has before it |
/// | `hailstone.<producer>.replay` | direct exchange: what one consumer has missed, with the name of its queue as the routing key |
/// | `hailstone.<producer>.cursor-announcements` | fanout exchange and queue: where the consumers are |
///
/// All of it is durable, and all queues are quorum queues: it is right on RabbitMQ 3.10 and on 4.x, which knows neither
/// mirrored nor transient shared queues. The arguments of a queue can never be changed, since a declaration that differs
/// from what is there is refused. Declaring what is there already changes nothing, so whoever uses it declares it first.
///
/// @param prefix `hailstone`, unless two installations share a virtual host
record Topology(String prefix) {

    /// As RabbitMQ 4 has it where nothing is said, and 3.10 has not: a message that has been handed out so often and never
    /// acknowledged is dropped. Its consumer finds a gap and has it replayed.
    private static final int DELIVERY_LIMIT = 20;
    /// Who is away for longer starts with a new queue and is told what it has missed.
    private static final Duration EXPIRY = Duration.ofHours(1);

    private static final Map<String, Object> CONTROL_QUEUE = Map.of("x-queue-type", "quorum", "x-delivery-limit",
            DELIVERY_LIMIT, "x-expires", EXPIRY.toMillis(), "x-max-length", 10_000);
    private static final Map<String, Object> CONSUMER_QUEUE = Map.of("x-queue-type", "quorum", "x-delivery-limit",
            DELIVERY_LIMIT, "x-expires", EXPIRY.toMillis(), "x-single-active-consumer", true);

    String events(String producer) {
        return "%s.%s".formatted(prefix, producer);
    }

    String replay(String producer) {
        return "%s.%s.replay".formatted(prefix, producer);
    }

    String control(String producer) {
        return "%s.%s.cursor-announcements".formatted(prefix, producer);
    }

    String queue(Subscription subscription) {
        return "%s.%s.%s".formatted(prefix, subscription.consumer(), subscription.producer());
    }

    /// What a producer needs to publish and to hear its consumers.
    void declareProducer(Channel channel, String producer) throws IOException {
        channel.exchangeDeclare(events(producer), BuiltinExchangeType.TOPIC, true);
        channel.exchangeDeclare(replay(producer), BuiltinExchangeType.DIRECT, true);
        channel.exchangeDeclare(control(producer), BuiltinExchangeType.FANOUT, true);
        channel.queueDeclare(control(producer), true, false, false, CONTROL_QUEUE);
        channel.queueBind(control(producer), control(producer), "");
    }

    /// What a consumer needs to hear a producer, and to be heard by it.
    void declareSubscription(Channel channel, Subscription subscription) throws IOException {
        String producer = subscription.producer();
        String queue = queue(subscription);
        declareProducer(channel, producer);
        channel.queueDeclare(queue, true, false, false, CONSUMER_QUEUE);
        channel.queueBind(queue, events(producer), "#");
        channel.queueBind(queue, replay(producer), queue);
    }
}
