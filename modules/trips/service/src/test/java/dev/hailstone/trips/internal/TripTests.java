package dev.hailstone.trips.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripRequested;
import dev.hailstone.trips.TripStarted;
import dev.hailstone.trips.internal.TripCommand.Kind;

import static dev.hailstone.trips.internal.Samples.ANN;
import static dev.hailstone.trips.internal.Samples.BOB;
import static dev.hailstone.trips.internal.Samples.METERED;
import static dev.hailstone.trips.internal.Samples.NOON;
import static dev.hailstone.trips.internal.Samples.TERMS;
import static dev.hailstone.trips.internal.Samples.TIMES_SQUARE;
import static dev.hailstone.trips.internal.Samples.TWELVE_DOLLARS;
import static dev.hailstone.trips.internal.Samples.WALL_STREET;
import static org.assertj.core.api.Assertions.assertThat;

class TripTests {

    private static final Map<Kind, Set<Phase>> ALLOWED = Map.of(
            Kind.ARRIVAL, EnumSet.of(Phase.ASSIGNED),
            Kind.START, EnumSet.of(Phase.ASSIGNED, Phase.ARRIVED),
            Kind.COMPLETION, EnumSet.of(Phase.IN_PROGRESS),
            Kind.CANCELLATION, EnumSet.of(Phase.REQUESTED, Phase.ASSIGNED, Phase.ARRIVED));

    private static final Map<Kind, Phase> LEADS_TO = Map.of(
            Kind.ARRIVAL, Phase.ARRIVED,
            Kind.START, Phase.IN_PROGRESS,
            Kind.COMPLETION, Phase.COMPLETED,
            Kind.CANCELLATION, Phase.CANCELLED);

    private static final Instant LATER = NOON.plus(Duration.ofMinutes(5));
    private static final Ride RIDE = new Ride(WALL_STREET, 6100, NOON.minusSeconds(900), NOON, METERED);

    static Stream<Arguments> everyPhaseAndCommand() {
        return Stream.of(Phase.values())
                .flatMap(phase -> Stream.of(Kind.values()).map(command -> Arguments.of(phase, command)));
    }

    @ParameterizedTest
    @MethodSource("everyPhaseAndCommand")
    void allowsACommandInItsPhasesAndRefusesItInAllOthers(Phase phase, Kind command) {
        Trip trip = tripIn(phase);
        TripState before = trip.state();

        Transition transition = carryOut(command, trip);

        if (ALLOWED.getOrDefault(command, Set.of()).contains(phase)) {
            assertThat(transition).isInstanceOf(Transition.Happened.class);
            assertThat(trip.phase()).isEqualTo(LEADS_TO.get(command));
        } else {
            assertThat(transition).isEqualTo(new Transition.Refused(phase));
            assertThat(trip.state()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void takesADriverOnlyWhileItWaitsForOne(Phase phase) {
        Trip trip = tripIn(phase);
        TripState before = trip.state();

        trip.assign(new DriverId("late"), LATER);

        assertThat(trip.state()).isEqualTo(phase == Phase.REQUESTED
                ? new TripState.Assigned(new DriverId("late"), LATER)
                : before);
    }

    @ParameterizedTest
    @EnumSource(value = CancellationReason.class, names = {"NO_DRIVER_FOUND", "HOLD_DECLINED"})
    void isNotCancelledForWantOfADriverOrMoneyOnceItHasADriver(CancellationReason reason) {
        Trip trip = tripIn(Phase.ASSIGNED);

        assertThat(trip.cancel(reason, LATER)).isEqualTo(new Transition.Refused(Phase.ASSIGNED));
        assertThat(tripIn(Phase.REQUESTED).cancel(reason, LATER)).isInstanceOf(Transition.Happened.class);
    }

    @Test
    void tellsWhatHappenedInItsEvents() {
        Trip trip = tripIn(Phase.REQUESTED);
        assertThat(trip.requested())
                .isEqualTo(new TripRequested(trip.id(), ANN, TIMES_SQUARE, WALL_STREET, TWELVE_DOLLARS, NOON));

        trip.assign(BOB, NOON);
        assertThat(trip.arrive(LATER))
                .isEqualTo(new Transition.Happened(new DriverArrived(trip.id(), ANN, BOB, LATER)));
        assertThat(trip.start(LATER)).isEqualTo(new Transition.Happened(new TripStarted(trip.id(), ANN, BOB, LATER)));
        assertThat(trip.complete(RIDE)).isEqualTo(new Transition.Happened(new TripCompleted(trip.id(), ANN, BOB,
                TIMES_SQUARE, WALL_STREET, METERED, 6100, NOON, RIDE.startedAt(), RIDE.endedAt())));
    }

    @Test
    void namesTheDriverWhomACancellationFrees() {
        Trip trip = tripIn(Phase.ARRIVED);

        assertThat(trip.cancel(CancellationReason.RIDER_CANCELLED, LATER)).isEqualTo(new Transition.Happened(
                new TripCancelled(trip.id(), ANN, BOB, CancellationReason.RIDER_CANCELLED, LATER)));
        assertThat(trip.state())
                .isEqualTo(new TripState.Cancelled(BOB, CancellationReason.RIDER_CANCELLED, LATER));
    }

    @Test
    void keepsTheTimesOfTheMeterWhenItIsCompleted() {
        Trip trip = tripIn(Phase.COMPLETED);

        assertThat(trip.state()).isEqualTo(new TripState.Completed(BOB, RIDE));
        assertThat(trip.startedAt()).isEqualTo(RIDE.startedAt());
        assertThat(trip.endedAt()).isEqualTo(RIDE.endedAt());
    }

    private static Transition carryOut(Kind command, Trip trip) {
        return switch (command) {
            case ARRIVAL -> trip.arrive(LATER);
            case START -> trip.start(LATER);
            case COMPLETION -> trip.complete(RIDE);
            case CANCELLATION -> trip.cancel(CancellationReason.RIDER_CANCELLED, LATER);
        };
    }

    private static Trip tripIn(Phase phase) {
        Trip trip = new Trip(Samples.aTripId(), ANN, Samples.aQuoteId(), TERMS, NOON);
        switch (phase) {
            case REQUESTED -> {
                // It is.
            }
            case ASSIGNED -> trip.assign(BOB, NOON);
            case ARRIVED -> {
                trip.assign(BOB, NOON);
                trip.arrive(NOON);
            }
            case IN_PROGRESS -> {
                trip.assign(BOB, NOON);
                trip.start(NOON);
            }
            case COMPLETED -> {
                trip.assign(BOB, NOON);
                trip.start(NOON);
                trip.complete(RIDE);
            }
            case CANCELLED -> trip.cancel(CancellationReason.NO_DRIVER_FOUND, NOON);
        }
        assertThat(trip.phase()).isEqualTo(phase);
        return trip;
    }
}
