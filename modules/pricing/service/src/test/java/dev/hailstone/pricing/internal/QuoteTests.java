package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteDecision.Outcome;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

import static org.assertj.core.api.Assertions.assertThat;

class QuoteTests {

    private static final RiderId ANN = new RiderId("ann");
    private static final TripId TRIP = new TripId(UUID.randomUUID());
    private static final TripId OTHER_TRIP = new TripId(UUID.randomUUID());
    private static final Instant MADE = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant EXPIRES = MADE.plusSeconds(300);

    private final Quote open = quote(new Quote.State.Open());
    private final Quote accepted = quote(new Quote.State.Accepted(TRIP, MADE.plusSeconds(1)));

    @Test
    void mayBeAcceptedUntilItExpires() {
        assertThat(open.outcomeFor(ANN, TRIP, MADE)).isEqualTo(Outcome.ACCEPTED);
        assertThat(open.outcomeFor(ANN, TRIP, EXPIRES.minusNanos(1))).isEqualTo(Outcome.ACCEPTED);
        assertThat(open.outcomeFor(ANN, TRIP, EXPIRES)).isEqualTo(Outcome.EXPIRED);
    }

    @Test
    void givesItsTripTheSameAnswerForEver() {
        assertThat(accepted.outcomeFor(ANN, TRIP, EXPIRES.plusSeconds(1_000_000))).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void isForOneTrip() {
        assertThat(accepted.outcomeFor(ANN, OTHER_TRIP, MADE)).isEqualTo(Outcome.TAKEN_BY_ANOTHER_TRIP);
        assertThat(accepted.outcomeFor(ANN, OTHER_TRIP, EXPIRES)).isEqualTo(Outcome.TAKEN_BY_ANOTHER_TRIP);
    }

    @Test
    void isForOneRider() {
        RiderId bob = new RiderId("bob");
        assertThat(open.outcomeFor(bob, TRIP, MADE)).isEqualTo(Outcome.OF_ANOTHER_RIDER);
        assertThat(accepted.outcomeFor(bob, TRIP, MADE)).isEqualTo(Outcome.OF_ANOTHER_RIDER);
    }

    private static Quote quote(Quote.State state) {
        return new Quote(new QuoteId(UUID.randomUUID()), ANN, new GeoPoint(40.7, -74), new GeoPoint(40.8, -74), 14_455,
                Money.of("30.00", "USD"), BigDecimal.ONE, 1, MADE, EXPIRES, state);
    }
}
