package dev.hailstone.infra.messaging;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import dev.hailstone.fixtures.billing.internal.BillingModule;
import dev.hailstone.fixtures.meter.internal.MeterModule;
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

    /// As it is when another server takes over that had not yet been sent the last moments.
    @Test
    void t11WhatADatabaseHasLostUnderARunningProcessIsNotHeardOfIt() {
        var application = start(List.of(MeterModule.class, BillingModule.class));
        TakingReadings readings = application.getBean(TakingReadings.class);
        readings.take("a", 5);
        eventually().until(() -> count("select count(*) from billing.heard") == 5);

        sql.execute("""
                delete from meter.event_journal where lane = %1$d and position > 3;
                update meter.event_lane set position = 3 where lane = %1$d;
                update billing.event_cursor set position = 3, event_id = (select event_id from meter.event_journal
                    where lane = %1$d and position = 3) where producer = 'meter' and lane = %1$d;
                delete from billing.heard where number > 3""".formatted(Lane.of("a")));

        assertThat(Lane.of("b")).isNotEqualTo(Lane.of("a"));
        eventually().until(() -> {
            readings.take("b", 1);
            return count("select count(*) from billing.heard where key = 'b'") > 50;
        });
        assertThat(History.billed(sql).numbers()).containsEntry("a", List.of(1L, 2L, 3L));
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
