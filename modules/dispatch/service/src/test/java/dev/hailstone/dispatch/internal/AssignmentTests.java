package dev.hailstone.dispatch.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.hailstone.dispatch.internal.AssignmentState.Assigned;
import dev.hailstone.dispatch.internal.AssignmentState.AwaitingHold;
import dev.hailstone.dispatch.internal.AssignmentState.AwaitingRequest;
import dev.hailstone.dispatch.internal.AssignmentState.GivenUp;
import dev.hailstone.dispatch.internal.AssignmentState.Offered;
import dev.hailstone.dispatch.internal.AssignmentState.Released;
import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.dispatch.internal.AssignmentState.Withdrawn;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.trips.TripId;

import static dev.hailstone.dispatch.internal.Samples.ANN;
import static dev.hailstone.dispatch.internal.Samples.BOB;
import static dev.hailstone.dispatch.internal.Samples.BOB_NEARBY;
import static dev.hailstone.dispatch.internal.Samples.CAROL;
import static dev.hailstone.dispatch.internal.Samples.NOON;
import static dev.hailstone.dispatch.internal.Samples.TIMES_SQUARE;
import static dev.hailstone.dispatch.internal.Samples.searching;
import static org.assertj.core.api.Assertions.assertThat;

class AssignmentTests {

    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    enum Step {
        REQUEST, HOLD, ASSIGN, OFFER, ACCEPT, REFUSE, EXPIRE, UNASSIGN, RELEASE, WITHDRAW
    }

    private static final Map<Step, Set<Phase>> MATTERS_IN = Map.of(
            Step.REQUEST, EnumSet.of(Phase.AWAITING_REQUEST),
            Step.HOLD, EnumSet.of(Phase.AWAITING_HOLD),
            Step.ASSIGN, EnumSet.of(Phase.SEARCHING),
            Step.OFFER, EnumSet.of(Phase.SEARCHING),
            Step.ACCEPT, EnumSet.of(Phase.OFFERED),
            Step.REFUSE, EnumSet.of(Phase.OFFERED),
            Step.EXPIRE, EnumSet.of(Phase.OFFERED),
            Step.UNASSIGN, EnumSet.of(Phase.ASSIGNED),
            Step.RELEASE, EnumSet.of(Phase.ASSIGNED),
            Step.WITHDRAW, EnumSet.of(Phase.AWAITING_HOLD, Phase.AWAITING_REQUEST, Phase.SEARCHING, Phase.OFFERED,
                    Phase.ASSIGNED));

    private static final Map<Step, Phase> LEADS_TO = Map.of(
            Step.REQUEST, Phase.SEARCHING,
            Step.HOLD, Phase.SEARCHING,
            Step.ASSIGN, Phase.ASSIGNED,
            Step.OFFER, Phase.OFFERED,
            Step.ACCEPT, Phase.ASSIGNED,
            Step.REFUSE, Phase.SEARCHING,
            Step.EXPIRE, Phase.SEARCHING,
            Step.UNASSIGN, Phase.SEARCHING,
            Step.RELEASE, Phase.RELEASED,
            Step.WITHDRAW, Phase.WITHDRAWN);

    static Stream<Arguments> everyPhaseAndStep() {
        return Stream.of(Phase.values())
                .flatMap(phase -> Stream.of(Step.values()).map(step -> Arguments.of(phase, step)));
    }

    @ParameterizedTest
    @MethodSource("everyPhaseAndStep")
    void movesOnWhereAStepMattersAndElseStaysAsItIs(Phase phase, Step step) {
        Assignment before = assignmentIn(phase);

        Assignment after = take(step).apply(before);

        if (MATTERS_IN.getOrDefault(step, Set.of()).contains(phase)) {
            assertThat(after.phase()).isEqualTo(LEADS_TO.get(step));
        } else {
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void searchesFromTheMomentWhenBothFactsAreKnownWhateverTheirOrder() {
        TripId tripId = Samples.aTripId();
        Assignment expected = new Assignment(tripId, ANN, Set.of(), null,
                new Searching(TIMES_SQUARE, null, NOON.plus(TWO_MINUTES), 0, NOON));

        assertThat(Assignment.requested(tripId, ANN, TIMES_SQUARE, null).hold(NOON, TWO_MINUTES)).isEqualTo(expected);
        assertThat(Assignment.held(tripId, ANN).request(TIMES_SQUARE, null, NOON, TWO_MINUTES)).isEqualTo(expected);
    }

    @Test
    void looksAgainAfterPausesThatDoubleUpToTheLongest() {
        DispatchSettings settings = settings();

        assertThat(Stream.of(0, 1, 2, 3, 4, 5, 6, 60)
                .map(attempts -> searching(NOON.plus(Duration.ofDays(1)), attempts).postpone(NOON, settings).state())
                .map(state -> state instanceof Searching(_, _, _, _, var next) ? Duration.between(NOON, next) : null))
                .containsExactly(Duration.ofMillis(250), Duration.ofMillis(250), Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Test
    void makesItsLastAttemptWhenTheTimeIsOver() {
        Assignment last = searching(NOON.plusMillis(100), 1).postpone(NOON, settings());

        assertThat(last.state())
                .isEqualTo(new Searching(TIMES_SQUARE, null, NOON.plusMillis(100), 1, NOON.plusMillis(100)));
        assertThat(last.postpone(NOON.plusMillis(99), settings()).phase()).isEqualTo(Phase.SEARCHING);
        assertThat(last.postpone(NOON.plusMillis(100), settings()).state())
                .isEqualTo(new GivenUp(NOON.plusMillis(100)));
    }

    @Test
    void searchesForWhoeverHasBookedAheadUntilTheyWantToBePickedUp() {
        Instant later = NOON.plus(Duration.ofMinutes(10));
        TripId tripId = Samples.aTripId();
        Assignment expected = new Assignment(tripId, ANN, Set.of(), null,
                new Searching(TIMES_SQUARE, later, later.plus(TWO_MINUTES), 0, NOON));

        assertThat(Assignment.requested(tripId, ANN, TIMES_SQUARE, later).hold(NOON, TWO_MINUTES)).isEqualTo(expected);
        assertThat(Assignment.held(tripId, ANN).request(TIMES_SQUARE, later, NOON, TWO_MINUTES)).isEqualTo(expected);
    }

    @Test
    void searchesUntilThenAlsoWhenTheTripHasLostItsDriver() {
        Instant later = NOON.plus(Duration.ofMinutes(10));
        NearbyDriver carol = new NearbyDriver(CAROL, TIMES_SQUARE, 222);

        Assignment lostTwice = Assignment.requested(Samples.aTripId(), ANN, TIMES_SQUARE, later)
                .hold(NOON, TWO_MINUTES)
                .assign(BOB_NEARBY, NOON)
                .unassign(BOB, NOON.plusSeconds(1), TWO_MINUTES)
                .offer(carol, NOON.plusSeconds(15))
                .accept(CAROL, NOON.plusSeconds(3))
                .unassign(CAROL, NOON.plusSeconds(4), TWO_MINUTES);

        assertThat(lostTwice.state())
                .isEqualTo(new Searching(TIMES_SQUARE, later, later.plus(TWO_MINUTES), 0, NOON.plusSeconds(4)));
    }

    @Test
    void takesAnAnswerOnlyFromTheDriverWhoIsAskedAndOnlyInTime() {
        Assignment offered = assignmentIn(Phase.OFFERED);

        assertThat(offered.accept(CAROL, NOON)).isEqualTo(offered);
        assertThat(offered.refuse(CAROL, NOON)).isEqualTo(offered);
        assertThat(offered.accept(BOB, NOON.plusSeconds(15))).isEqualTo(offered);
        assertThat(offered.refuse(BOB, NOON.plusSeconds(15))).isEqualTo(offered);
        assertThat(offered.expire(NOON.plusSeconds(14), NOON)).isEqualTo(offered);
    }

    @Test
    void remembersWhoDoesNotWantIt() {
        assertThat(assignmentIn(Phase.OFFERED).refuse(BOB, NOON).declined()).containsExactly(BOB);
        assertThat(assignmentIn(Phase.OFFERED).expire(NOON.plusSeconds(15), NOON).declined()).containsExactly(BOB);
        assertThat(assignmentIn(Phase.ASSIGNED).unassign(BOB, NOON, TWO_MINUTES).declined()).containsExactly(BOB);
        assertThat(assignmentIn(Phase.ASSIGNED).unassign(CAROL, NOON, TWO_MINUTES).phase()).isEqualTo(Phase.ASSIGNED);
    }

    @Test
    void asksNobodyElseAfterTheDeadline() {
        Assignment last = searching(NOON, 7).offer(BOB_NEARBY, NOON.plusSeconds(15));

        assertThat(last.refuse(BOB, NOON.plusSeconds(5)).state()).isEqualTo(new GivenUp(NOON.plusSeconds(5)));
        assertThat(last.expire(NOON.plusSeconds(15), NOON.plusSeconds(45)).state())
                .isEqualTo(new GivenUp(NOON.plusSeconds(15)));
    }

    private static UnaryOperator<Assignment> take(Step step) {
        return switch (step) {
            case REQUEST -> assignment -> assignment.request(TIMES_SQUARE, null, NOON, TWO_MINUTES);
            case HOLD -> assignment -> assignment.hold(NOON, TWO_MINUTES);
            case ASSIGN -> assignment -> assignment.assign(BOB_NEARBY, NOON);
            case OFFER -> assignment -> assignment.offer(BOB_NEARBY, NOON.plusSeconds(15));
            case ACCEPT -> assignment -> assignment.accept(BOB, NOON);
            case REFUSE -> assignment -> assignment.refuse(BOB, NOON);
            case EXPIRE -> assignment -> assignment.expire(NOON.plusSeconds(15), NOON.plusSeconds(15));
            case UNASSIGN -> assignment -> assignment.unassign(BOB, NOON, TWO_MINUTES);
            case RELEASE -> assignment -> assignment.release(NOON);
            case WITHDRAW -> assignment -> assignment.withdraw(NOON);
        };
    }

    private static Assignment assignmentIn(Phase phase) {
        return new Assignment(Samples.aTripId(), ANN, Set.of(), null, switch (phase) {
            case AWAITING_HOLD -> new AwaitingHold(TIMES_SQUARE, null);
            case AWAITING_REQUEST -> new AwaitingRequest();
            case SEARCHING -> new Searching(TIMES_SQUARE, null, NOON, 0, NOON);
            case OFFERED -> new Offered(TIMES_SQUARE, null, NOON.plus(TWO_MINUTES), 1, BOB, 111, NOON.plusSeconds(15));
            case ASSIGNED -> new Assigned(TIMES_SQUARE, null, BOB, 111, NOON.minusSeconds(60));
            case RELEASED -> new Released(NOON.minusSeconds(60));
            case GIVEN_UP -> new GivenUp(NOON.minusSeconds(60));
            case WITHDRAWN -> new Withdrawn(NOON.minusSeconds(60));
        });
    }

    private static DispatchSettings settings() {
        return DispatchSettingsTests.defaults();
    }
}
