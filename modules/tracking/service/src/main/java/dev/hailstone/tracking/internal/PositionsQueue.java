package dev.hailstone.tracking.internal;

import java.time.Duration;

import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Position updates from a queue of RabbitMQ, with `tracking.ingest.amqp=true`.
///
/// Without that, no connection is made. A broker that is away is tried again every few seconds and keeps nobody else from
/// anything. What waits is bounded: on the way to this process by the prefetch, in the queue by its length, beyond which the
/// oldest positions give way to the latest, and by its age: who has reported nothing since then is silent, and their
/// position is dropped rather than bring them back. Its name is a setting, `hailstone.tracking.ingest.queue`, for two
/// installations in one virtual host.
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("tracking.ingest.amqp")
class PositionsQueue {

    private static final int BATCH = 200;
    private static final int LENGTH = 100_000;
    private static final int REJECTED_LENGTH = 10_000;
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final Duration RECONNECT = Duration.ofSeconds(5);
    /// Each is a second or more apart: while the database is away, positions are not given up before they are too old.
    private static final int DELIVERIES = 1000;

    private final String name;
    /// The name of an exchange and of the queue that it fills.
    private final String rejected;

    PositionsQueue(TrackingSettings settings) {
        this.name = settings.ingest().queue();
        this.rejected = settings.ingest().rejected();
    }

    @Bean
    Queue positionsQueue(TrackingSettings settings) {
        Queue queue = QueueBuilder.durable(name)
                .quorum()
                .deliveryLimit(DELIVERIES)
                .maxLength((long) LENGTH)
                .ttl(Math.clamp(settings.offlineAfter().toMillis(), 1, Integer.MAX_VALUE))
                .build();
        // One that was declared with another age is used as it is, and must not keep the others from being declared.
        queue.setIgnoreDeclarationExceptions(true);
        return queue;
    }

    @Bean
    Queue rejectedPositionsQueue() {
        return QueueBuilder.durable(rejected).quorum().maxLength((long) REJECTED_LENGTH).build();
    }

    /// Not the broker's default exchange: who may write to that may write to every queue.
    @Bean
    FanoutExchange rejectedPositions() {
        return new FanoutExchange(rejected);
    }

    @Bean
    Binding rejectedPositionsBinding(Queue rejectedPositionsQueue, FanoutExchange rejectedPositions) {
        return BindingBuilder.bind(rejectedPositionsQueue).to(rejectedPositions);
    }

    @Bean
    SimpleMessageListenerContainer positionsFromQueue(ConnectionFactory connections, AmqpAdmin admin,
            TakingReports taking) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(name);
        container.setAmqpAdmin(admin);
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(RECONNECT.toMillis());
        container.setAcknowledgeMode(AcknowledgeMode.AUTO);
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(BATCH);
        container.setPrefetchCount(2 * BATCH);
        container.setReceiveTimeout(LINGER.toMillis());
        container.setBatchReceiveTimeout(LINGER.toMillis());
        container.setMessageListener(new QueuedPositions(taking, rejected));
        return container;
    }
}
