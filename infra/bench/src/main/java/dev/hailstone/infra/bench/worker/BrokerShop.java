package dev.hailstone.infra.bench.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.bench.effects.AppliedEvents;
import dev.hailstone.infra.bench.shop.PurchaseChange;
import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// The same bodies through RabbitMQ and nothing else: no database, neither before the broker nor behind it.
///
/// Batches are as large as the transport's: what a relay reads of its eight lanes is published together and then confirmed,
/// what a receiver applies in one transaction is acknowledged together. What waits in memory is lost when the process dies, and
/// nothing is written for the events; so this is a floor and no choice.
final class BrokerShop implements Shop {

    private static final int PUBLISHED_TOGETHER = 8 * 200;
    private static final int APPLIED_TOGETHER = 200;
    private static final int AHEAD = 3 * APPLIED_TOGETHER;
    private static final int QUEUE = 10_000;
    private static final int PERSISTENT = 2;
    private static final long PATIENCE_MILLIS = 30_000;

    private final AppliedEvents applied;
    private final JsonMapper json = JsonMapper.shared();
    private final String exchange;
    private final Connection connection;
    private final Object order = new Object();
    private final Tally told = new Tally();
    private final Map<String, Tally> heard = new LinkedHashMap<>();
    private final BlockingQueue<PurchaseChanged> published = new ArrayBlockingQueue<>(QUEUE);
    private final List<Thread> threads = new ArrayList<>();

    BrokerShop(Target target, AppliedEvents applied) throws IOException, TimeoutException {
        this.applied = applied;
        BrokerAddress broker = target.requireBroker();
        this.exchange = broker.prefix() + ".shop";
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        this.connection = factory.newConnection();
        Channel publishing = connection.createChannel();
        publishing.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true);
        publishing.confirmSelect();
        for (String consumer : target.consumerNames()) {
            listen(consumer, "%s.%s.shop".formatted(broker.prefix(), consumer));
        }
        start("publishing", () -> publish(publishing));
    }

    @Override
    public void change(PurchaseChange change) {
        if (!change.told()) {
            return;
        }
        try {
            // In the order in which they are numbered, which in the others the row's lock gives.
            synchronized (order) {
                long last = 0;
                for (long amount : change.amounts()) {
                    last = told.next(change.purchase(), amount);
                }
                for (int i = 0; i < change.amounts().size(); i++) {
                    published.put(change.event(i, last));
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public List<Heard> heard() {
        return heard.entrySet().stream().map(each -> told.heardBy(each.getKey(), each.getValue())).toList();
    }

    private void publish(Channel channel) throws IOException, InterruptedException, TimeoutException {
        List<PurchaseChanged> batch = new ArrayList<>(PUBLISHED_TOGETHER);
        while (true) {
            batch.add(published.take());
            published.drainTo(batch, PUBLISHED_TOGETHER - 1);
            for (PurchaseChanged change : batch) {
                channel.basicPublish(exchange, "shop.purchase-changed", properties(change),
                        json.writeValueAsBytes(change));
            }
            if (!channel.waitForConfirms(PATIENCE_MILLIS)) {
                throw new IOException("RabbitMQ has refused messages");
            }
            batch.clear();
        }
    }

    /// What consumers have to know is in the headers, so that nobody has to read the body.
    private static BasicProperties properties(PurchaseChanged change) {
        return new BasicProperties.Builder().contentType("application/json")
                .deliveryMode(PERSISTENT)
                .headers(Map.of("purchase", change.purchase(), "number", change.number(), "amount", change.amount(),
                        "dueAt", change.dueAt()))
                .build();
    }

    private void listen(String consumer, String queue) throws IOException {
        Channel channel = connection.createChannel();
        channel.queueDeclare(queue, true, false, false, BrokerAddress.QUEUE_ARGUMENTS);
        channel.queueBind(queue, exchange, "#");
        channel.basicQos(AHEAD);
        Tally tally = new Tally();
        heard.put(consumer, tally);
        BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
        channel.basicConsume(queue, false, (_, delivery) -> arrived.add(delivery), _ -> {});
        start(consumer, () -> consume(channel, arrived, tally));
    }

    private void consume(Channel channel, BlockingQueue<Delivery> arrived, Tally tally)
            throws IOException, InterruptedException {
        List<Delivery> batch = new ArrayList<>(APPLIED_TOGETHER);
        while (true) {
            batch.add(arrived.take());
            arrived.drainTo(batch, APPLIED_TOGETHER - 1);
            batch.forEach(delivery -> tally.add(text(delivery, "purchase"), number(delivery, "number"),
                    number(delivery, "amount")));
            channel.basicAck(batch.getLast().getEnvelope().getDeliveryTag(), true);
            batch.forEach(delivery -> applied.now(number(delivery, "dueAt")));
            batch.clear();
        }
    }

    private static String text(Delivery delivery, String header) {
        return header(delivery, header).toString();
    }

    private static long number(Delivery delivery, String header) {
        return ((Number) header(delivery, header)).longValue();
    }

    private static Object header(Delivery delivery, String header) {
        return Objects.requireNonNull(delivery.getProperties().getHeaders().get(header), header);
    }

    private void start(String name, Work work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                // The shop is closed.
            } catch (IOException | TimeoutException broken) {
                throw new IllegalStateException(broken);
            }
        }));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        connection.abort();
    }

    /// What a thread does until it is interrupted.
    private interface Work {

        void run() throws IOException, InterruptedException, TimeoutException;
    }
}
