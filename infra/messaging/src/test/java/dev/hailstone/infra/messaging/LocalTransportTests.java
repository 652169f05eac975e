package dev.hailstone.infra.messaging;

import org.junit.jupiter.api.Test;

import dev.hailstone.fixtures.meter.internal.TakingReadings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class LocalTransportTests extends TransportContract {

    @Override
    String transport() {
        return "local";
    }

    @Test
    void refusesToStartWithATransportThatIsNotThere() {
        assertThatException()
                .isThrownBy(() -> start(ALL, "hailstone.events.subscriptions.alarm.billing.transport=rabbitmq"))
                .havingRootCause()
                .isInstanceOf(IllegalStateException.class)
                .withMessageContaining("alarm ← billing is configured for RabbitMQ")
                .withMessageContaining("hailstone.events.subscriptions.alarm.billing.transport");
    }

    @Test
    void stopsASubscriptionThatAnOperatorHasRoutedToATransportThatIsNotThere() {
        start(ALL).close();
        sql.update("insert into billing.event_route (producer, transport) values ('meter', 'rabbitmq')");
        var application = start(ALL);

        assertThat(eventuallyStopped(application, "billing")).contains("billing.event_route");
        sql.update("delete from billing.event_route");
        application.getBean(TakingReadings.class).take("a", 2);
        eventuallyEverythingIsHeard();
    }
}
