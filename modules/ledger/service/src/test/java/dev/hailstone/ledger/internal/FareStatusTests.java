package dev.hailstone.ledger.internal;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

import static org.assertj.core.api.Assertions.assertThat;

class FareStatusTests {

    private static final TripId TRIP = new TripId(TimeOrderedIds.next());
    private static final RiderId RIDER = RiderId.of("r1");
    private static final Money FARE = Money.of("12.95", "USD");
    private static final Money NOTHING = Money.of("0.00", "USD");

    private static final FareHeld HELD = new FareHeld(TRIP, RIDER, FARE);
    private static final HoldRefused REFUSED = new HoldRefused(TRIP, RIDER, FARE, NOTHING);
    private static final HoldReleased RELEASED = new HoldReleased(TRIP, RIDER, FARE);
    private static final FareSettled SETTLED = new FareSettled(TRIP, RIDER, DriverId.of("d1"), FARE, FARE, NOTHING,
            NOTHING, FARE);

    @Test
    void isUnknownBeforeTheFirstEntry() {
        assertThat(FareStatus.of(List.of())).isEqualTo(new FareStatus.Unknown());
    }

    @Test
    void isWhatTheLastEntrySays() {
        assertThat(FareStatus.of(List.of(HELD))).isEqualTo(new FareStatus.Held(FARE));
        assertThat(FareStatus.of(List.of(REFUSED))).isEqualTo(new FareStatus.Refused());
        assertThat(FareStatus.of(List.of(HELD, RELEASED))).isEqualTo(new FareStatus.Released());
        assertThat(FareStatus.of(List.of(HELD, SETTLED))).isEqualTo(new FareStatus.Settled());
        assertThat(FareStatus.of(List.of(REFUSED, SETTLED))).isEqualTo(new FareStatus.Settled());
    }
}
