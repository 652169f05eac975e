package dev.hailstone.infra.messaging;

import java.util.List;

import org.junit.jupiter.api.Test;

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
}
