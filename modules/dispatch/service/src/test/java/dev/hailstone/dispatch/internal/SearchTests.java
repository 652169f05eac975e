package dev.hailstone.dispatch.internal;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.hailstone.tracking.NearbyDriver;

import static dev.hailstone.dispatch.internal.Samples.BOB;
import static dev.hailstone.dispatch.internal.Samples.BOB_NEARBY;
import static dev.hailstone.dispatch.internal.Samples.CAROL;
import static dev.hailstone.dispatch.internal.Samples.TIMES_SQUARE;
import static org.assertj.core.api.Assertions.assertThat;

class SearchTests {

    private static final NearbyDriver CAROL_FURTHER_AWAY = new NearbyDriver(CAROL, TIMES_SQUARE, 500);

    private final Search search = new Search(Samples.aTripId(), List.of(BOB_NEARBY, CAROL_FURTHER_AWAY));

    @Test
    void prefersTheNearestDriver() {
        assertThat(search.nearestBut(Set.of(), Set.of())).contains(BOB_NEARBY);
    }

    @Test
    void passesOverDriversWhoHaveATripOrDoNotWantThisOne() {
        assertThat(search.nearestBut(Set.of(BOB), Set.of())).contains(CAROL_FURTHER_AWAY);
        assertThat(search.nearestBut(Set.of(BOB), Set.of(CAROL))).isEmpty();
    }
}
