package dev.hailstone.infra.messaging;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopologyTests {

    private final Topology topology = new Topology("hailstone");

    @Test
    void aProducerOwnsItsExchangesAndMayAddressItsConsumersQueues() {
        Permissions trips = topology.permissions(List.of("trips"), List.of());

        assertThat(trips.configure())
                .isEqualTo(
                        "^(hailstone[.]trips|hailstone[.]trips[.]cursor-announcements|hailstone[.]trips[.]relay-lock|hailstone[.]trips[.]replay)$");
        assertThat(trips.write()).isEqualTo(
                "^(hailstone[.][^.]+[.]trips|hailstone[.]trips|hailstone[.]trips[.]cursor-announcements|hailstone[.]trips[.]replay)$");
        assertThat(trips.read())
                .isEqualTo("^(hailstone[.]trips[.]cursor-announcements|hailstone[.]trips[.]relay-lock)$");
    }

    @Test
    void aConsumerOwnsItsQueueAndMayHearAndAnswerItsProducer() {
        Permissions ledger = topology.permissions(List.of(), List.of(new Subscription("ledger", "trips")));

        assertThat(ledger.configure()).isEqualTo("^(hailstone[.]ledger[.]trips)$");
        assertThat(ledger.write()).isEqualTo("^(hailstone[.]ledger[.]trips|hailstone[.]trips[.]cursor-announcements)$");
        assertThat(ledger.read())
                .isEqualTo("^(hailstone[.]ledger[.]trips|hailstone[.]trips|hailstone[.]trips[.]replay)$");
    }

    @Test
    void whoHasNothingToDoMayDoNothing() {
        assertThat(topology.permissions(List.of(), List.of())).isEqualTo(new Permissions("^()$", "^()$", "^()$"));
    }
}
