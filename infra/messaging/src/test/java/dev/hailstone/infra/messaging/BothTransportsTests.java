package dev.hailstone.infra.messaging;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.hailstone.fixtures.meter.internal.TakingReadings;
import dev.hailstone.infra.messaging.HailstoneEndpoint.SubscriptionView;

import static org.assertj.core.api.Assertions.assertThat;

/// Feeder and receiver at work on the same cursors at the same time.
class BothTransportsTests extends TransportContract {

    @Override
    String transport() {
        return "both";
    }

    @Override
    List<String> settings(TestDatabase ofProcess) {
        return TestBroker.settings(ofProcess);
    }

    @Test
    void whatOneHasCarriedTheOtherCarriesAgain() {
        var application = start(ALL);
        HailstoneEndpoint endpoint = application.getBean(HailstoneEndpoint.class);
        eventually().untilAsserted(() -> assertThat(endpoint.overview().relays())
                .filteredOn(relay -> relay.producer().equals("meter"))
                .singleElement()
                .satisfies(relay -> {
                    assertThat(relay.state()).isEqualTo("relaying");
                    assertThat(relay.hearers()).containsExactlyInAnyOrder("alarm", "billing");
                }));

        eventually().untilAsserted(() -> {
            application.getBean(TakingReadings.class).take("twice", 1);
            assertThat(endpoint.overview().subscriptions()).extracting(SubscriptionView::duplicates)
                    .allSatisfy(duplicates -> assertThat(duplicates).isPositive());
        });
        eventuallyEverythingIsHeard();
    }
}
