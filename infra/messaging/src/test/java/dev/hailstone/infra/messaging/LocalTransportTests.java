package dev.hailstone.infra.messaging;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import dev.hailstone.fixtures.meter.internal.TakingReadings;

import static org.assertj.core.api.Assertions.assertThat;

class LocalTransportTests extends TransportContract {

    @Override
    String transport() {
        return "local";
    }

    @Test
    void aConsumerInNoHurryHearsManyEventsAtATime() {
        hearsManyEventsAtATime();
    }

    @Test
    void hasNothingToDoWithABroker() {
        var application = shared();

        assertThat(application.getBean(HailstoneEndpoint.class).overview().broker().state()).isEqualTo("unused");
        assertThat(List.of("rabbitConnectionFactory", "rabbitTemplate", "amqpAdmin", "brokerParticipation"))
                .allMatch(name -> application.getBeanFactory().containsBeanDefinition(name))
                .noneMatch(name -> application.getBeanFactory().containsSingleton(name));
    }

    @Test
    void looksAtOtherModulesThoughOneIsGone() {
        var application = start(ALL, "hailstone.events.metrics-interval=100ms");
        sql.execute("alter schema alarm rename to alarm_moved");
        sql.execute("alter schema billing rename to billing_moved");

        application.getBean(TakingReadings.class).take("a", 2);

        eventually().untilAsserted(() -> assertThat(application.getBean(MeterRegistry.class)
                .get("hailstone.events.journal.head")
                .tag("producer", "meter")
                .gauge()
                .value()).isEqualTo(2));
    }
}
