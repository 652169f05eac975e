package dev.hailstone.infra.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.bench.worker.BrokerAddress;
import dev.hailstone.infra.bench.worker.Tally;

/// A queue as consumers of the transport have it, bound to a topic exchange, with nobody who consumes until it is read out.
final class BacklogQueue implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int AHEAD = 1000;
    /// The part that is published before the clock starts: whoever publishes is a new process, and warms meanwhile.
    private static final double WARMING = 0.2;

    private final Channel channel;
    private final String name;

    BacklogQueue(Connection connection, String exchange, String name) throws IOException {
        this.channel = connection.createChannel();
        this.name = name;
        channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true);
        channel.queueDeclare(name, true, false, false, BrokerAddress.QUEUE_ARGUMENTS);
        channel.queueBind(name, exchange, "#");
    }

    /// Waits until so many messages are there.
    ///
    /// @return how many of them came in a second, without the first ones
    double fill(long messages) throws IOException {
        long first = await((long) Math.ceil(WARMING * messages));
        long begun = System.nanoTime();
        long all = await(messages);
        return (all - first) / ((System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    private long await(long messages) throws IOException {
        long known = length();
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (known < messages) {
            LockSupport.parkNanos(LOOK.toNanos());
            long now = length();
            if (now > known) {
                known = now;
                giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > giveUpAt) {
                throw new IOException(
                        "queue %s stays at %d messages and should have %d".formatted(name, now, messages));
            }
        }
        return known;
    }

    long length() throws IOException {
        return channel.queueDeclarePassive(name).getMessageCount();
    }

    /// Takes all that is there.
    ///
    /// @return the events, counted
    Tally readOut() throws IOException {
        long messages = length();
        Tally tally = new Tally();
        JsonMapper json = JsonMapper.shared();
        BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
        channel.basicQos(AHEAD);
        String tag = channel.basicConsume(name, false, (_, delivery) -> arrived.add(delivery), _ -> {});
        for (long left = messages; left > 0; left--) {
            Delivery delivery = next(arrived);
            JsonNode event = json.readTree(new String(delivery.getBody(), StandardCharsets.UTF_8));
            tally.add(event.at("/purchase").stringValue(), event.at("/number").longValue(),
                    event.at("/amount").longValue());
            if (left % (AHEAD / 2) == 1) {
                channel.basicAck(delivery.getEnvelope().getDeliveryTag(), true);
            }
        }
        channel.basicCancel(tag);
        return tally;
    }

    private Delivery next(BlockingQueue<Delivery> arrived) throws IOException {
        try {
            Delivery delivery = arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (delivery == null) {
                throw new IOException("queue %s does not hand out its last messages".formatted(name));
            }
            return delivery;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        channel.queueDelete(name);
        channel.abort();
    }
}
