package dev.hailstone.infra.messaging;

import java.time.Clock;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.hailstone.infra.persistence.LocalModules;
import dev.hailstone.infra.persistence.ModuleTransactions;

/// The event transport of this process.
@AutoConfiguration(after = HibernateJpaAutoConfiguration.class)
@EnableConfigurationProperties(EventTransportProperties.class)
class MessagingAutoConfiguration {

    @Bean
    EventJson eventJson() {
        return new EventJson();
    }

    /// Without a propagator, a tracer has nothing that could travel.
    @Bean
    EventTraces eventTraces(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
        Tracer tracer = tracers.getIfAvailable();
        Propagator propagator = propagators.getIfAvailable();
        return new TracesOfUsers(
                tracer == null || propagator == null ? EventTraces.NONE : new PropagatedTraces(tracer, propagator));
    }

    @Bean
    Wakeups eventWakeups() {
        return new Wakeups();
    }

    @Bean
    TransportMetrics eventTransportMetrics(ObjectProvider<MeterRegistry> registry) {
        return new TransportMetrics(registry.getIfAvailable(SimpleMeterRegistry::new));
    }

    @Bean
    PublishingEvents publishingEvents(JdbcTemplate jdbc, EventJson json, EventTraces traces, LocalModules modules,
            Clock clock, Wakeups wakeups, TransportMetrics metrics) {
        return new PublishingEvents(new Outbox(jdbc), json, traces, modules, clock, events -> {
            String producer = events.getFirst().type().producer();
            metrics.published(producer, events.size());
            wakeups.raisePublished(producer);
        });
    }

    @Bean
    ModuleSessions moduleSessions(DataSource dataSource, EventTransportProperties properties) {
        return new ModuleSessions(dataSource, properties.idleInTransactionTimeout());
    }

    @Bean
    Inboxes eventInboxes(ModuleTransactions transactions, JdbcTemplate jdbc, EventTransportProperties properties) {
        return new Inboxes(transactions, jdbc, properties.idleInTransactionTimeout());
    }

    @Bean
    HearingAnew hearingAnew(JdbcTemplate jdbc) {
        return new HearingAnew(jdbc);
    }

    @Bean
    Listeners eventListeners(ConfigurableListableBeanFactory beans, LocalModules modules, EventJson json) {
        return new Listeners(beans, modules, json);
    }

    @Bean
    Dispatcher eventDispatcher(Listeners listeners, EventTraces traces, Inboxes inboxes,
            TransportMetrics metrics, Wakeups wakeups,
            EventTransportProperties properties, Clock clock) {
        return new Dispatcher(listeners, traces, inboxes, metrics, wakeups, properties, clock);
    }

    @Bean
    EventTransport eventTransport(LocalModules modules, Listeners listeners, EventTraces traces, Dispatcher dispatcher,
            Inboxes inboxes, ModuleSessions sessions, Wakeups wakeups, DataSource dataSource, TransportGauges gauges,
            ObjectProvider<BrokerParticipation> broker, EventTransportProperties properties, Clock clock) {
        return new EventTransport(modules, listeners, traces, dispatcher, inboxes, sessions, wakeups,
                new Doorbell(dataSource, wakeups), gauges, broker::getObject, properties, clock);
    }

    @Bean
    @Lazy
    BrokerParticipation brokerParticipation(ObjectProvider<ConnectionFactory> connections, DataSource dataSource,
            Dispatcher dispatcher, Inboxes inboxes, ModuleSessions sessions, Wakeups wakeups, EventJson json,
            EventTransportProperties properties, TransportMetrics metrics, Clock clock) {
        return new BrokerParticipation(connections::getObject, dataSource, dispatcher, inboxes, sessions, wakeups, json,
                properties, metrics, clock);
    }

    @Bean
    static LazyRabbit lazyRabbit() {
        return new LazyRabbit();
    }

    @Bean
    OperatingParkedEvents operatingParkedEvents(Inboxes inboxes, Wakeups wakeups, Clock clock) {
        return new OperatingParkedEvents(inboxes, wakeups, clock);
    }

    @Bean
    TransportGauges eventTransportGauges(ObjectProvider<MeterRegistry> registry, OperatingParkedEvents parkedEvents,
            EventTransportProperties properties, Clock clock) {
        return new TransportGauges(registry.getIfAvailable(SimpleMeterRegistry::new), parkedEvents,
                properties.metricsInterval(), clock);
    }

    @Bean
    HailstoneEndpoint hailstoneEndpoint(EventTransport transport, OperatingParkedEvents parkedEvents,
            TransportMetrics metrics) {
        return new HailstoneEndpoint(transport, parkedEvents, metrics);
    }

    @Bean
    EventTransportHealthIndicator eventTransportHealthIndicator(EventTransport transport, Clock clock) {
        return new EventTransportHealthIndicator(transport, clock);
    }

    @Bean
    HandDelivery handDelivery(LocalModules modules, Listeners listeners, Inboxes inboxes, Dispatcher dispatcher,
            EventJson json, Clock clock) {
        return new HandDelivery(modules, listeners, inboxes, dispatcher, json, clock);
    }
}
