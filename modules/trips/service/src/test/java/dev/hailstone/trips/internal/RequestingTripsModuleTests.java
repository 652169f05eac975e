package dev.hailstone.trips.internal;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.client.ResourceAccessException;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.internal.FakeFareQuotes.Cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/// A request that is cut off, repeated or raced ends with exactly one trip.
@TripsModuleTest
class RequestingTripsModuleTests {

    @Autowired private RequestingTrips requesting;
    @Autowired private CancellingTrips cancelling;
    @Autowired private FindingTrips finding;
    @Autowired private FakeFareQuotes quotes;
    @Autowired private Saboteur saboteur;

    private RiderId rider;
    private IdempotencyKey key;

    @BeforeEach
    void aNewRider() {
        rider = new RiderId("rider-" + UUID.randomUUID());
        key = key();
    }

    @AfterEach
    void mend() {
        quotes.cut(Cut.NEVER);
        saboteur.rest();
    }

    @Test
    void makesOneTripWhenCutOffBeforeTheQuoteIsAccepted() {
        RequestTrip command = RequestTrip.now(rider, quotes.quoteFor(rider));
        quotes.cut(Cut.BEFORE_ACCEPTING);
        assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> requesting.request(key, command));
        assertThat(trips()).isEmpty();

        quotes.cut(Cut.NEVER);

        TripId made = created(requesting.request(key, command));
        assertThat(trips()).containsExactly(made);
        assertThat(quotes.tripOf(command.quoteId())).isEqualTo(made);
    }

    @Test
    void makesTheTripThatTheQuoteIsBoundToWhenCutOffAfterItsAcceptance() {
        RequestTrip command = RequestTrip.now(rider, quotes.quoteFor(rider));
        quotes.cut(Cut.AFTER_ACCEPTING);
        assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> requesting.request(key, command));
        TripId bound = quotes.tripOf(command.quoteId());
        assertThat(bound).isNotNull();

        quotes.cut(Cut.NEVER);

        assertThat(created(requesting.request(key, command))).isEqualTo(bound);
        assertThat(trips()).containsExactly(bound);
    }

    @Test
    void makesTheTripThatTheQuoteIsBoundToWhenCutOffWhileMakingIt() {
        RequestTrip command = RequestTrip.now(rider, quotes.quoteFor(rider));
        saboteur.strike();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> requesting.request(key, command));
        assertThat(trips()).isEmpty();

        saboteur.rest();

        assertThat(created(requesting.request(key, command))).isEqualTo(quotes.tripOf(command.quoteId()));
        assertThat(trips()).hasSize(1);
    }

    @Test
    void answersARepeatedRequestWithTheTripEvenAfterItsEnd() {
        RequestTrip command = RequestTrip.now(rider, quotes.quoteFor(rider));
        TripId made = created(requesting.request(key, command));
        cancelling.cancel(made, null, key());

        assertThat(requesting.request(key, command)).isInstanceOfSatisfying(RequestOutcome.Repeated.class,
                repeated -> {
                    assertThat(repeated.trip().id()).isEqualTo(made);
                    assertThat(repeated.trip().phase()).isEqualTo(Phase.CANCELLED);
                });
        assertThat(trips()).containsExactly(made);
    }

    @Test
    void refusesASecondRequestWhileATripIsOpenAndLeavesItsQuoteAlone() {
        TripId open = created(requesting.request(key, RequestTrip.now(rider, quotes.quoteFor(rider))));
        RequestTrip second = RequestTrip.now(rider, quotes.quoteFor(rider));
        IdempotencyKey secondKey = key();

        assertThat(requesting.request(secondKey, second)).isEqualTo(new RequestOutcome.AlreadyOpen(open));
        assertThat(quotes.tripOf(second.quoteId())).isNull();

        cancelling.cancel(open, null, key());
        TripId next = created(requesting.request(secondKey, second));
        assertThat(trips()).containsExactly(open, next);
    }

    @Test
    void judgesARefusedRequestAnew() {
        QuoteId expired = quotes.expiredQuoteFor(rider);

        assertThat(requesting.request(key, RequestTrip.now(rider, expired)))
                .isEqualTo(requesting.request(key, RequestTrip.now(rider, expired)))
                .isInstanceOf(RequestOutcome.QuoteRefused.class);
        assertThat(requesting.request(key, RequestTrip.now(rider, quotes.quoteFor(rider))))
                .isEqualTo(new RequestOutcome.KeyReused());
        assertThat(trips()).isEmpty();
    }

    @RepeatedTest(5)
    void makesOneTripOfTheSameRequestSentTwiceAtOnce() throws Exception {
        RequestTrip command = RequestTrip.now(rider, quotes.quoteFor(rider));

        List<RequestOutcome> outcomes = atOnce(() -> requesting.request(key, command),
                () -> requesting.request(key, command));

        assertThat(outcomes).hasOnlyElementsOfTypes(RequestOutcome.Created.class, RequestOutcome.Repeated.class);
        assertThat(outcomes).hasAtLeastOneElementOfType(RequestOutcome.Created.class);
        assertThat(trips()).hasSize(1);
    }

    @RepeatedTest(5)
    void makesOneTripOfTwoRequestsOfOneRiderAtOnce() throws Exception {
        RequestTrip one = RequestTrip.now(rider, quotes.quoteFor(rider));
        RequestTrip other = RequestTrip.now(rider, quotes.quoteFor(rider));

        List<RequestOutcome> outcomes = atOnce(() -> requesting.request(key(), one),
                () -> requesting.request(key(), other));

        assertThat(trips()).hasSize(1);
        assertThat(outcomes).hasAtLeastOneElementOfType(RequestOutcome.Created.class)
                .contains(new RequestOutcome.AlreadyOpen(trips().getFirst()));
    }

    private List<TripId> trips() {
        return finding.list(null, rider, null, 100).stream().map(Trip::id).toList();
    }

    private static TripId created(RequestOutcome outcome) {
        return outcome instanceof RequestOutcome.Created(Trip trip)
                ? trip.id()
                : fail("expected a new trip, got %s", outcome);
    }

    private static List<RequestOutcome> atOnce(Callable<RequestOutcome> one, Callable<RequestOutcome> other)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RequestOutcome>> outcomes = List.of(one, other).stream().map(task -> threads.submit(() -> {
                start.await();
                return task.call();
            })).toList();
            return List.of(outcomes.getFirst().get(), outcomes.getLast().get());
        }
    }

    private static IdempotencyKey key() {
        return new IdempotencyKey(UUID.randomUUID().toString());
    }
}
