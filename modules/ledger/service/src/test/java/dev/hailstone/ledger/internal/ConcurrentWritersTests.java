package dev.hailstone.ledger.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.ChargingTrips.ChargeFare;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// Who waits for whom. Nothing here is measured in time: a writer that had to wait would wait for ever.
@LedgerModuleTest
@TestPropertySource(properties = "spring.datasource.hikari.maximum-pool-size=80")
class ConcurrentWritersTests {

    private static final int WRITERS = 64;

    private final HoldingFares holdingFares;
    private final ReleasingHolds releasingHolds;
    private final ChargingTrips chargingTrips;
    private final Ledger ledger;
    private final Bookkeeping bookkeeping;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;
    private final AccountsApi accounts;

    @Autowired
    ConcurrentWritersTests(HoldingFares holdingFares, ReleasingHolds releasingHolds, ChargingTrips chargingTrips,
            Ledger ledger, Bookkeeping bookkeeping,
            TransactionTemplate transactions, JdbcClient jdbc, AccountsApi accounts) {
        this.holdingFares = holdingFares;
        this.releasingHolds = releasingHolds;
        this.chargingTrips = chargingTrips;
        this.ledger = ledger;
        this.bookkeeping = bookkeeping;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    /// All sixty-four have written to the platform's revenue, the surcharges and the same lists before any of them commits.
    @Test
    void addToAnAccountThatCollectsWithoutWaitingForEachOther() throws Exception {
        Money revenueBefore = revenue();
        CyclicBarrier allHaveWritten = new CyclicBarrier(WRITERS);
        Fare fare = new Fare(usd("10.00"), usd("0.00"), usd("0.00"), usd("1.00"));

        inParallel(WRITERS, () -> transactions.executeWithoutResult(_ -> {
            chargingTrips.on(Ride.any().completed(fare));
            beforeCommit(() -> await(allHaveWritten));
        }));

        assertThat(revenue().minus(revenueBefore)).isEqualTo(usd("160.00"));
    }

    @Test
    void areToldWhenTheirWalletHasGoneOn() {
        RiderId rider = Ride.anyRider();
        DepositReceived deposit = new DepositReceived(rider, usd("10.00"));

        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> transactions.executeWithoutResult(_ -> {
                    Books books = ledger.open();
                    assertThat(books.stateOf(deposit.wallet()).version()).isZero();
                    inAnotherThread(() -> transactions.executeWithoutResult(_ -> ledger.open().record(deposit)));
                    books.record(deposit);
                }));

        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("10.00"));
    }

    /// A hold and a charge of one trip are in two streams if they are of two riders, and no key tells them apart.
    @ParameterizedTest
    @EnumSource
    void freeAHoldWhenTheTripEndsOfWhichSomebodyElseWasChargedMeanwhile(End end) {
        Ride ride = Ride.any();
        RiderId other = Ride.anyRider();
        Fare fare = Fare.of(usd("12.00"));

        transactions.executeWithoutResult(_ -> {
            assertThat(ledger.open().fareOf(ride.tripId())).isInstanceOf(FareStatus.Unknown.class);
            inAnotherThread(() -> assertThat(chargingTrips.charge(
                    new ChargeFare(ride.tripId(), other, ride.driver(), fare), new IdempotencyKey(other.value())))
                    .isInstanceOf(Commanded.Done.class));
            holdingFares.on(ride.requested(fare.total()));
        });
        assertThat(accounts.rider(ride.rider()).held()).isEqualTo(fare.total());

        switch (end) {
            case COMPLETED ->
                transactions.executeWithoutResult(_ -> chargingTrips.on(ride.completed(fare)));
            case CANCELLED ->
                transactions.executeWithoutResult(_ -> releasingHolds.on(ride.cancelled()));
            case CANCELLED_FOR_A_FEE ->
                transactions.executeWithoutResult(_ -> releasingHolds.on(ride.cancelledFor(usd("3.00"))));
            case RELEASED -> assertThat(accounts.post("/trips/%s/hold/release".formatted(ride.tripId()), ""))
                    .hasStatusOk();
        }

        assertThat(accounts.rider(ride.rider()).held()).isEqualTo(usd("0.00"));
        assertThat(accounts.rider(ride.rider()).charged()).isEqualTo(usd("0.00"));
        assertThat(accounts.rider(other).charged()).isEqualTo(fare.total());
    }

    enum End {
        COMPLETED, CANCELLED, CANCELLED_FOR_A_FEE, RELEASED
    }

    /// A transaction that began early and commits late is what a reader of "position greater than the last" would lose if
    /// positions were drawn from a sequence.
    @Test
    void getTheirPositionsInTheOrderOfTheirCommits() {
        RiderId early = Ride.anyRider();
        RiderId late = Ride.anyRider();
        long[] seen = new long[1];

        transactions.executeWithoutResult(_ -> {
            ledger.open().record(new DepositReceived(early, usd("1.00")));
            beforeCommit(() -> inAnotherThread(() -> {
                transactions.executeWithoutResult(
                        _ -> ledger.open().record(new DepositReceived(late, usd("2.00"))));
                seen[0] = bookkeeping.catchUp();
            }));
        });
        bookkeeping.catchUp();

        assertThat(positionOf(late)).isLessThanOrEqualTo(seen[0]);
        assertThat(positionOf(early)).isGreaterThan(seen[0]);
    }

    private long positionOf(RiderId rider) {
        return Objects.requireNonNull(transactions.execute(_ -> jdbc.sql("""
                select position from ledger_order join ledger_event using (transaction_id) where stream = ?""")
                .param("rider:" + rider + "/USD")
                .query(Long.class)
                .single()));
    }

    private Money revenue() {
        return accounts.trialBalance()
                .lines()
                .stream()
                .filter(line -> line.accounts().equals("platform:revenue"))
                .map(line -> new Money(line.balance().amount(), line.balance().currency()))
                .findAny()
                .orElse(usd("0.00"));
    }

    /// After everything of the transaction is written.
    private static void beforeCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

            @Override
            public void beforeCommit(boolean readOnly) {
                action.run();
            }
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("a writer waits for another one's commit", e);
        }
    }

    private static void inAnotherThread(Runnable work) {
        try {
            inParallel(1, work);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void inParallel(int times, Runnable work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(work));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
