package dev.hailstone.tracking.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;

import static org.assertj.core.api.Assertions.assertThat;

class FleetTests {

    private static final DriverId ANNA = new DriverId("anna");
    private static final DriverId BEN = new DriverId("ben");
    private static final GeoPoint HERE = new GeoPoint(40.7, -74);
    private static final GeoPoint THERE = new GeoPoint(40.71, -74);
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final UnwrittenPositions unwritten = new UnwrittenPositions(settings(1), meters);
    private final Fleet fleet = new Fleet(unwritten, meters);

    @Test
    void doesNotTakeThePositionOfADriverWhoIsNotOnline() {
        assertThat(see(ANNA, HERE, NOW)).isFalse();
        assertThat(nearest()).isEmpty();
    }

    @Test
    void offersOnlineDriversWhoAreNotEngaged() {
        fleet.follow(new Availability(ANNA, true, 0, 1), HERE, NOW);
        fleet.follow(new Availability(BEN, true, 1, 1), HERE, NOW);
        assertThat(nearest()).containsExactly(ANNA);

        fleet.on(change(new Availability(ANNA, true, 1, 2)));
        fleet.on(change(new Availability(BEN, true, 0, 2)));
        assertThat(nearest()).containsExactly(BEN);
    }

    @Test
    void believesTheLaterTransactionWhicheverItHearsOfFirst() {
        fleet.follow(new Availability(ANNA, true, 0, 1), HERE, NOW);
        fleet.on(change(new Availability(ANNA, true, 0, 3)));
        fleet.on(change(new Availability(ANNA, true, 1, 2)));
        assertThat(nearest()).containsExactly(ANNA);
    }

    @Test
    void forgetsADriverWhoWentOffline() {
        fleet.follow(new Availability(ANNA, true, 0, 1), HERE, NOW);
        fleet.on(change(new Availability(ANNA, false, 0, 2)));

        assertThat(nearest()).isEmpty();
        assertThat(see(ANNA, HERE, NOW)).isFalse();
        assertThat(fleet.lastSighting(ANNA)).isEmpty();
    }

    @Test
    void keepsTheLatestPositionAlsoOfEngagedDrivers() {
        fleet.follow(new Availability(ANNA, true, 1, 1), HERE, NOW);
        see(ANNA, THERE, NOW.plusSeconds(1));
        fleet.follow(new Availability(ANNA, true, 1, 1), HERE, NOW);

        assertThat(fleet.lastSighting(ANNA)).map(Sighting::position).contains(THERE);
        fleet.on(change(new Availability(ANNA, true, 0, 2)));
        assertThat(fleet.nearestAvailable(THERE, 10, 1)).hasSize(1);
    }

    @Test
    void goesOnWhenTheClockHasBeenSetBack() {
        fleet.follow(new Availability(ANNA, true, 0, 1), HERE, NOW);
        see(ANNA, HERE, NOW);
        Instant setBack = NOW.minusSeconds(3600);
        see(ANNA, THERE, setBack);

        assertThat(fleet.lastSighting(ANNA)).contains(new Sighting(THERE, setBack));
        assertThat(fleet.silentSince(setBack.plusSeconds(1))).containsExactly(ANNA);
    }

    @Test
    void knowsWhoIsSilent() {
        fleet.follow(new Availability(ANNA, true, 0, 1), HERE, NOW);
        fleet.follow(new Availability(BEN, true, 0, 1), HERE, NOW);
        see(BEN, HERE, NOW.plusSeconds(60));

        assertThat(fleet.silentSince(NOW.plusSeconds(30))).containsExactly(ANNA);
    }

    @Test
    void conflatesAndDropsWhatCannotBeWrittenInTimeAndCountsIt() {
        fleet.follow(new Availability(ANNA, true, 0, 1), HERE, NOW);
        fleet.follow(new Availability(BEN, true, 0, 1), HERE, NOW);
        see(ANNA, HERE, NOW);
        see(ANNA, THERE, NOW);
        see(BEN, THERE, NOW);

        assertThat(meters.counter("hailstone.tracking.positions.conflated").count()).isEqualTo(1);
        assertThat(meters.counter("hailstone.tracking.positions.dropped").count()).isEqualTo(1);
        assertThat(unwritten.take(10)).extracting(TrackedDriver::id).containsExactly(ANNA);

        see(BEN, HERE, NOW);
        assertThat(unwritten.take(10)).extracting(TrackedDriver::id).containsExactly(BEN);
    }

    /// @return whether the position was taken
    private boolean see(DriverId driver, GeoPoint position, Instant at) {
        return fleet.see(List.of(new PositionUpdate(driver, position)), at).isEmpty();
    }

    private List<DriverId> nearest() {
        return fleet.nearestAvailable(HERE, 100_000, 10).stream().map(NearbyDriver::driverId).toList();
    }

    private static AvailabilityChanged change(Availability availability) {
        return new AvailabilityChanged(List.of(availability));
    }

    private static TrackingSettings settings(int unwrittenLimit) {
        Duration second = Duration.ofSeconds(1);
        return new TrackingSettings(Duration.ofMinutes(2), second, second, 1000, unwrittenLimit, second, 1000,
                Duration.ofDays(1), Duration.ofDays(30), new TrackingSettings.Ingest("hailstone.positions"));
    }
}
