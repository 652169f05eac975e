package dev.hailstone.trips.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.PickupApproached;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripRequested;
import dev.hailstone.trips.TripStarted;
import dev.hailstone.trips.UnassignmentReason;
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
            Kind.CANCELLATION, EnumSet.of(Phase.SCHEDULED, Phase.REQUESTED, Phase.ASSIGNED, Phase.ARRIVED),
            Kind.DRIVER_CANCELLATION, EnumSet.of(Phase.ASSIGNED, Phase.ARRIVED));

    private static final Map<Kind, Phase> LEADS_TO = Map.of(
            Kind.ARRIVAL, Phase.ARRIVED,
            Kind.START, Phase.IN_PROGRESS,
            Kind.COMPLETION, Phase.COMPLETED,
            Kind.CANCELLATION, Phase.CANCELLED,
            Kind.DRIVER_CANCELLATION, Phase.REQUESTED);

    private static final Instant LATER = NOON.plus(Duration.ofMinutes(5));
    private static final Instant PICKUP_TIME = NOON.plus(Duration.ofHours(3));
    private static final TripsSettings RULES = Samples.rules();
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

        trip.assign(new DriverId("late"), LATER, LATER, RULES);

        assertThat(trip.state()).isEqualTo(phase == Phase.REQUESTED
                ? new TripState.Assigned(new DriverId("late"), LATER, LATER)
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
        assertThat(trip.requested(NOON))
                .isEqualTo(new TripRequested(trip.id(), ANN, TIMES_SQUARE, WALL_STREET, TWELVE_DOLLARS, NOON));

        trip.assign(BOB, NOON, NOON, RULES);
        assertThat(trip.arrive(LATER, RULES))
                .isEqualTo(new Transition.Happened(new DriverArrived(trip.id(), ANN, BOB, LATER)));
        assertThat(trip.start(LATER, RULES))
                .isEqualTo(new Transition.Happened(new TripStarted(trip.id(), ANN, BOB, LATER)));
        assertThat(trip.complete(RIDE)).isEqualTo(new Transition.Happened(new TripCompleted(trip.id(), ANN, BOB,
                TIMES_SQUARE, WALL_STREET, METERED, 6100, NOON, RIDE.startedAt(), RIDE.endedAt())));
    }

    @Test
    void namesTheDriverWhomACancellationFrees() {
        Trip trip = tripIn(Phase.ARRIVED);

        assertThat(trip.cancelByRider(LATER, RULES)).isEqualTo(new Transition.Happened(new TripCancelled(trip.id(), ANN,
                BOB, CancellationReason.RIDER_CANCELLED, Money.of("3.00", "USD"), LATER)));
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

    @Test
    void mayBeCancelledFreeOfChargeForAWhileAfterADriverIsAssigned() {
        Money threeDollars = Money.of("3.00", "USD");

        assertThat(feeAfter(Phase.SCHEDULED, Duration.ofHours(1))).isNull();
        assertThat(feeAfter(Phase.REQUESTED, Duration.ofHours(1))).isNull();
        assertThat(feeAfter(Phase.ASSIGNED, Duration.ofSeconds(119))).isNull();
        assertThat(feeAfter(Phase.ASSIGNED, Duration.ofMinutes(2))).isEqualTo(threeDollars);
        assertThat(feeAfter(Phase.ARRIVED, Duration.ofSeconds(1))).isEqualTo(threeDollars);
    }

    @Test
    void countsTheTimeToCancelFreelyFromWhenItHeardOfTheDriver() {
        Instant heardAt = NOON.plus(Duration.ofMinutes(10));

        assertThat(feeOfATripHeardOf(heardAt, heardAt.plusSeconds(119))).isNull();
        assertThat(feeOfATripHeardOf(heardAt, heardAt.plusSeconds(120))).isEqualTo(Money.of("3.00", "USD"));
    }

    private static @Nullable Money feeOfATripHeardOf(Instant heardAt, Instant cancelledAt) {
        Trip trip = tripIn(Phase.REQUESTED);
        trip.assign(BOB, NOON, heardAt, RULES);
        trip.cancelByRider(cancelledAt, RULES);
        return trip.cancellationFee();
    }

    private static @Nullable Money feeAfter(Phase phase, Duration time) {
        Trip trip = tripIn(phase);
        assertThat(trip.cancelByRider(NOON.plus(time), RULES)).isInstanceOf(Transition.Happened.class);
        return trip.cancellationFee();
    }

    @Test
    void waitsForAnotherDriverWhenItHasLostOneAndGivesUpAfterMany() {
        Trip trip = tripIn(Phase.REQUESTED);
        for (int lost = 1; lost < RULES.limits().mostDrivers(); lost++) {
            DriverId driver = new DriverId("driver-" + lost);
            trip.assign(driver, NOON, NOON, RULES);
            assertThat(trip.unassign(UnassignmentReason.DRIVER_CANCELLED, LATER, RULES)).isEqualTo(
                    new Transition.Happened(new DriverUnassigned(trip.id(), ANN, driver,
                            UnassignmentReason.DRIVER_CANCELLED, LATER)));
            assertThat(trip.state()).isEqualTo(new TripState.Requested());
        }
        trip.assign(BOB, NOON, NOON, RULES);

        assertThat(trip.unassign(UnassignmentReason.DRIVER_CANCELLED, LATER, RULES)).isEqualTo(new Transition.Happened(
                new TripCancelled(trip.id(), ANN, BOB, CancellationReason.NO_DRIVER_FOUND, LATER)));
    }

    @Test
    void waitsForAnotherDriverUntilAfterThePickupIfItWasBookedAhead() {
        Trip trip = tripIn(Phase.SCHEDULED);
        Instant search = PICKUP_TIME.minus(Duration.ofMinutes(10));
        trip.fallDue(search, RULES);
        trip.fallDue(search, RULES);
        trip.assign(BOB, search, search, RULES);

        trip.unassign(UnassignmentReason.DRIVER_CANCELLED, search.plusSeconds(1), RULES);

        assertThat(trip.dueAt()).isEqualTo(PICKUP_TIME.plus(Duration.ofMinutes(30)));
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void isDueUntilItHasEndedAndMovesOnThenAndNotEarlier(Phase phase) {
        Trip trip = tripIn(phase);
        Instant due = trip.dueAt();
        if (due == null) {
            assertThat(phase).isIn(Phase.COMPLETED, Phase.CANCELLED);
            assertThat(trip.fallDue(Instant.MAX, RULES)).isEqualTo(new Transition.Refused(phase));
            return;
        }
        TripState before = trip.state();

        assertThat(trip.fallDue(due.minusMillis(1), RULES)).isEqualTo(new Transition.Refused(phase));
        assertThat(trip.state()).isEqualTo(before);
        assertThat(trip.fallDue(due, RULES)).isInstanceOf(Transition.Happened.class);
        assertThat(trip.state()).isNotEqualTo(before);
        assertThat(trip.fallDue(due, RULES)).isInstanceOf(Transition.Refused.class);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void endsWhateverItsStateIfNobodyEverSaysAnything(Phase phase) {
        Trip trip = tripIn(phase);

        for (int step = 0; trip.dueAt() != null; step++) {
            assertThat(step).isLessThan(5);
            trip.fallDue(trip.dueAt(), RULES);
        }

        assertThat(trip.phase()).isIn(Phase.COMPLETED, Phase.CANCELLED);
    }

    @Test
    void remindsItsRiderOnceAndIsRequestedBeforeThePickup() {
        Trip trip = tripIn(Phase.SCHEDULED);
        Instant reminder = PICKUP_TIME.minus(Duration.ofMinutes(20));
        Instant search = PICKUP_TIME.minus(Duration.ofMinutes(10));

        assertThat(trip.fallDue(reminder, RULES)).isEqualTo(
                new Transition.Happened(new PickupApproached(trip.id(), ANN, PICKUP_TIME, reminder)));
        assertThat(trip.fallDue(search.minusMillis(1), RULES)).isEqualTo(new Transition.Refused(Phase.SCHEDULED));
        assertThat(trip.fallDue(search, RULES)).isEqualTo(new Transition.Happened(new TripRequested(trip.id(), ANN,
                TIMES_SQUARE, WALL_STREET, TWELVE_DOLLARS, PICKUP_TIME, search)));
        assertThat(trip.dueAt()).isEqualTo(PICKUP_TIME.plus(Duration.ofMinutes(30)));
    }

    @Test
    void isGivenUpIfNobodyCouldTakeCareOfItsBookingInTime() {
        Trip trip = tripIn(Phase.SCHEDULED);

        assertThat(trip.fallDue(PICKUP_TIME.plus(Duration.ofHours(1)), RULES))
                .isInstanceOf(Transition.Happened.class);

        assertThat(trip.state()).isEqualTo(new TripState.Cancelled(null, CancellationReason.NO_DRIVER_FOUND,
                PICKUP_TIME.plus(Duration.ofHours(1))));
    }

    @Test
    void waitsForARiderWhoIsOnAnotherTripUntilTheTimeOfThePickup() {
        Trip trip = tripIn(Phase.SCHEDULED);
        Instant search = PICKUP_TIME.minus(Duration.ofMinutes(10));
        trip.fallDue(search, RULES);

        trip.waitForRider(search);
        assertThat(trip.dueAt()).isEqualTo(search.plusSeconds(30));
        assertThat(trip.waitForRider(PICKUP_TIME)).isEqualTo(new Transition.Happened(new TripCancelled(trip.id(),
                ANN, null, CancellationReason.RIDER_ON_ANOTHER_TRIP, PICKUP_TIME)));
    }

    @Test
    void losesADriverWhoFallsSilentBeforeTheRideAndGivesOneOnTheWaySomeTime() {
        Trip assigned = tripIn(Phase.ASSIGNED);
        assertThat(assigned.loseSight(NOON, LATER, RULES)).isEqualTo(new Transition.Refused(Phase.ASSIGNED));
        assertThat(assigned.loseSight(LATER, LATER, RULES)).isEqualTo(new Transition.Happened(
                new DriverUnassigned(assigned.id(), ANN, BOB, UnassignmentReason.DRIVER_SILENT, LATER)));

        Trip riding = tripIn(Phase.IN_PROGRESS);
        riding.loseSight(LATER, LATER, RULES);
        assertThat(riding.dueAt()).isEqualTo(LATER.plus(Duration.ofMinutes(30)));
        riding.regainSight(RULES);
        assertThat(riding.dueAt()).isEqualTo(NOON.plus(Duration.ofHours(12)));
    }

    @Test
    void isCompletedAtTheQuotedFareWhenTheRideIsTooLong() {
        Trip trip = tripIn(Phase.IN_PROGRESS);
        Instant due = NOON.plus(Duration.ofHours(12));

        trip.fallDue(due, RULES);

        assertThat(trip.state()).isEqualTo(new TripState.Completed(BOB, new Ride(WALL_STREET,
                TIMES_SQUARE.distanceTo(WALL_STREET), NOON, due, Fare.of(TWELVE_DOLLARS))));
    }

    private static Transition carryOut(Kind command, Trip trip) {
        return switch (command) {
            case ARRIVAL -> trip.arrive(LATER, RULES);
            case START -> trip.start(LATER, RULES);
            case COMPLETION -> trip.complete(RIDE);
            case CANCELLATION -> trip.cancelByRider(LATER, RULES);
            case DRIVER_CANCELLATION -> trip.unassign(UnassignmentReason.DRIVER_CANCELLED, LATER, RULES);
        };
    }

    private static Trip tripIn(Phase phase) {
        Trip trip = new Trip(Samples.aTripId(), ANN, Samples.aQuoteId(), TERMS,
                phase == Phase.SCHEDULED ? PICKUP_TIME : null, NOON, RULES);
        switch (phase) {
            case SCHEDULED, REQUESTED -> {
                // It is.
            }
            case ASSIGNED -> trip.assign(BOB, NOON, NOON, RULES);
            case ARRIVED -> {
                trip.assign(BOB, NOON, NOON, RULES);
                trip.arrive(NOON, RULES);
            }
            case IN_PROGRESS -> {
                trip.assign(BOB, NOON, NOON, RULES);
                trip.start(NOON, RULES);
            }
            case COMPLETED -> {
                trip.assign(BOB, NOON, NOON, RULES);
                trip.start(NOON, RULES);
                trip.complete(RIDE);
            }
            case CANCELLED -> trip.cancel(CancellationReason.NO_DRIVER_FOUND, NOON);
        }
        assertThat(trip.phase()).isEqualTo(phase);
        return trip;
    }
}
