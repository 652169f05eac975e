package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareRefunded;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.Entry.TransactionReversed;
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
    private static final FareSettled SETTLED = settledFor(1, RIDER);
    private static final FareRefunded REFUNDED = new FareRefunded(TRIP, 1, RIDER, DriverId.of("d1"),
            Money.of("2.95", "USD"), Money.of("2.95", "USD"), NOTHING, NOTHING, "unknown", Instant.EPOCH);
    private static final TransactionReversed REVERSED = new TransactionReversed("rider:r1/USD", TimeOrderedIds.next(),
            "fare-settled", 1, TRIP, "unknown", Instant.EPOCH, "mistake", List.of());

    @Test
    void isUnknownBeforeTheFirstEntry() {
        assertThat(FareStatus.of(List.of())).isEqualTo(new FareStatus.Unknown());
    }

    @Test
    void isWhatTheLastEntrySays() {
        assertThat(FareStatus.of(List.of(HELD))).isEqualTo(new FareStatus.Held(RIDER, FARE));
        assertThat(FareStatus.of(List.of(REFUSED))).isEqualTo(new FareStatus.Refused(RIDER));
        assertThat(FareStatus.of(List.of(HELD, RELEASED))).isEqualTo(new FareStatus.Released(RIDER));
        assertThat(FareStatus.of(List.of(HELD, SETTLED))).isEqualTo(settled(0, "12.95"));
        assertThat(FareStatus.of(List.of(REFUSED, SETTLED))).isEqualTo(settled(0, "12.95"));
        assertThat(FareStatus.of(List.of(HELD, SETTLED, REFUNDED))).isEqualTo(settled(1, "10.00"));
        assertThat(FareStatus.of(List.of(HELD, SETTLED, REVERSED))).isEqualTo(new FareStatus.Reversed(SETTLED, null));
    }

    /// Of two riders, decided on at the same time.
    @Test
    void keepsAHoldThatTheChargeDidNotKnowOf() {
        FareSettled other = new FareSettled(TRIP, 1, RiderId.of("r2"), DriverId.of("d1"), FARE, FARE, NOTHING, NOTHING,
                null, "unknown", Instant.EPOCH);
        FareStatus.Held held = new FareStatus.Held(RIDER, FARE);

        assertThat(permutations(List.of(HELD, other))).extracting(FareStatus::of)
                .containsOnly(new FareStatus.Settled(other, 0, FareShares.of(other), held));
        assertThat(permutations(List.of(HELD, other, REFUNDED))).extracting(order -> FareStatus.of(order).hold())
                .containsOnly(held);
        assertThat(permutations(List.of(HELD, other, REVERSED))).extracting(FareStatus::of)
                .containsOnly(new FareStatus.Reversed(other, held));
        for (List<Entry> entries : List.<List<Entry>>of(List.of(HELD, other), List.of(HELD, other, REVERSED))) {
            List<Entry> freed = new ArrayList<>(entries);
            freed.add(RELEASED);

            assertThat(FareStatus.of(entries).after(RELEASED).hold()).isNull();
            assertThat(permutations(freed)).extracting(FareStatus::of)
                    .containsOnly(FareStatus.of(entries).after(RELEASED));
        }
        assertThat(permutations(List.of(HELD, other, REVERSED, settledFor(2, RIDER))))
                .extracting(order -> FareStatus.of(order).hold())
                .containsOnlyNulls();
        HoldRefused otherRefused = new HoldRefused(TRIP, RiderId.of("r2"), FARE, NOTHING);
        assertThat(permutations(List.of(HELD, otherRefused))).extracting(FareStatus::of).containsOnly(held);
    }

    @Test
    void staysSettledWhenAHoldInAnotherCurrencyIsFreed() {
        assertThat(FareStatus.of(List.of(HELD, SETTLED, RELEASED))).isEqualTo(settled(0, "12.95"));
    }

    /// Entries of two riders stand in two streams, and two writers have two clocks.
    @Test
    void doesNotDependOnTheOrderInWhichEntriesAreRead() {
        FareSettled anew = settledFor(2, RiderId.of("r2"));
        List<Entry> entries = List.of(HELD, SETTLED, REVERSED, anew, REFUNDED);

        assertThat(permutations(entries)).hasSize(120)
                .allSatisfy(order -> assertThat(FareStatus.of(order)).isEqualTo(new FareStatus.Settled(anew, 1,
                        new FareShares(Money.of("10.00", "USD"), NOTHING, NOTHING), null)));
        assertThat(FareStatus.of(List.of(RELEASED, HELD))).isEqualTo(new FareStatus.Released(RIDER));
        assertThat(FareStatus.of(List.of(REVERSED, SETTLED))).isEqualTo(new FareStatus.Reversed(SETTLED, null));
    }

    private static List<List<Entry>> permutations(List<Entry> entries) {
        if (entries.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Entry>> permutations = new ArrayList<>();
        for (Entry first : entries) {
            List<Entry> others = entries.stream().filter(entry -> !entry.equals(first)).toList();
            for (List<Entry> rest : permutations(others)) {
                List<Entry> permutation = new ArrayList<>(List.of(first));
                permutation.addAll(rest);
                permutations.add(permutation);
            }
        }
        return permutations;
    }

    private static FareSettled settledFor(int number, RiderId rider) {
        return new FareSettled(TRIP, number, rider, DriverId.of("d1"), FARE, FARE, NOTHING, NOTHING, FARE, "unknown",
                Instant.EPOCH);
    }

    private static FareStatus.Settled settled(int refunds, String left) {
        return new FareStatus.Settled(SETTLED, refunds, new FareShares(Money.of(left, "USD"), NOTHING, NOTHING), null);
    }
}
