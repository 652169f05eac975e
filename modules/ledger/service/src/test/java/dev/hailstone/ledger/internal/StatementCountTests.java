package dev.hailstone.ledger.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.trips.Fare;

import static org.assertj.core.api.Assertions.assertThat;

/// Round trips are what the ledger's processor time is made of, on both sides of the connection.
@LedgerModuleTest
@Import(CountedStatements.class)
class StatementCountTests {

    private static final Money FARE = Money.of("10.00", "USD");

    private final HoldingFares holdingFares;
    private final ReleasingHolds releasingHolds;
    private final ChargingTrips chargingTrips;
    private final TransactionTemplate transactions;
    private final Bookkeeping bookkeeping;
    private final Ledger ledger;

    @Autowired
    StatementCountTests(HoldingFares holdingFares, ReleasingHolds releasingHolds, ChargingTrips chargingTrips,
            TransactionTemplate transactions, Bookkeeping bookkeeping, Ledger ledger) {
        this.holdingFares = holdingFares;
        this.releasingHolds = releasingHolds;
        this.chargingTrips = chargingTrips;
        this.transactions = transactions;
        this.bookkeeping = bookkeeping;
        this.ledger = ledger;
    }

    @Test
    void areAsManyForOneTripAsForFifty() {
        for (int trips : List.of(1, 50)) {
            List<Ride> driven = Stream.generate(Ride::any).limit(trips).toList();
            List<Ride> cancelled = Stream.generate(Ride::any).limit(trips).toList();

            List<String> holding = statements(() -> Stream.concat(driven.stream(), cancelled.stream())
                    .forEach(ride -> holdingFares.on(ride.requested(FARE))));
            List<String> charging = statements(
                    () -> driven.forEach(ride -> chargingTrips.on(ride.completed(Fare.of(FARE)))));
            List<String> releasing = statements(
                    () -> cancelled.forEach(ride -> releasingHolds.on(ride.cancelled())));

            // One that reads, one that writes; the third is the outbox of what is told to others.
            assertThat(holding).hasSize(3);
            assertThat(charging).hasSize(3);
            assertThat(releasing).hasSize(2);
            // The pen, and all read models in one.
            assertThat(CountedStatements.during(bookkeeping::catchUp)).hasSize(2);
        }
    }

    @Test
    void areAsManyForOneCommandAsForFifty() {
        for (int commands : List.of(1, 50)) {
            List<LaneCommand<?>> batch = new ArrayList<>();
            for (int i = 0; i < commands; i++) {
                Entry.DepositReceived deposit = new Entry.DepositReceived(Ride.anyRider(), FARE);
                batch.add(LaneCommand.of(Question.of(deposit.wallet()),
                        new KeyedCommand(new IdempotencyKey(UUID.randomUUID().toString()), "00"), (books, keyed) -> {
                            assertThat(books.receiptOf(keyed)).isEqualTo(new CommandReceipts.Receipt.None());
                            books.keep(keyed, "somebody");
                            return books.record(deposit);
                        }, later -> later));
            }

            // One that reads, receipts too, and one that writes.
            assertThat(CountedStatements.during(() -> ledger.carryOut(batch))).hasSize(2);
        }
    }

    private List<String> statements(Runnable work) {
        return CountedStatements.during(() -> transactions.executeWithoutResult(_ -> work.run()));
    }
}
