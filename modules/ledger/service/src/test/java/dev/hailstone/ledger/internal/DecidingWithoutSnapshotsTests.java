package dev.hailstone.ledger.internal;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.Money;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// Everything that the module does, decided on entries alone.
@LedgerModuleTest
@TestPropertySource(properties = "hailstone.ledger.snapshots=false")
class DecidingWithoutSnapshotsTests extends LedgerModuleTests {

    private final Entries entries;
    private final LedgerProperties properties;
    private final TransactionTemplate transactions;
    private final IncomingEvents incoming;
    private final AccountsApi accounts;
    private final JdbcClient jdbc;
    private final DataSource dataSource;

    @Autowired
    DecidingWithoutSnapshotsTests(IncomingEvents incoming, HoldingFares holdingFares, TransactionTemplate transactions,
            Attempts attempts, AccountsApi accounts, Entries entries, LedgerProperties properties, JdbcClient jdbc,
            DataSource dataSource) {
        super(incoming, holdingFares, transactions, attempts, accounts);
        this.entries = entries;
        this.properties = properties;
        this.transactions = transactions;
        this.incoming = incoming;
        this.accounts = accounts;
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    @Test
    void foldsEntriesToWhatTheSnapshotSays() {
        long seed = System.nanoTime();
        System.out.println("history of seed " + seed);
        Random random = new Random(seed);
        List<RiderId> riders = List.of(Ride.anyRider(), Ride.anyRider());
        for (int i = 0; i < 40; i++) {
            Ride ride = Ride.of(riders.get(random.nextInt(riders.size())));
            switch (random.nextInt(4)) {
                case 0 -> accounts.deposit(ride.rider(), cents(random));
                case 1 -> incoming.deliver(ride.requested(cents(random)), ride.cancelled());
                case 2 -> incoming.deliver(ride.requested(cents(random)));
                default -> {
                    incoming.deliver(ride.requested(cents(random)),
                            ride.completed(new Fare(cents(random), cents(random), cents(random), cents(random))));
                    accounts.post("/drivers/" + ride.driver() + "/payouts", AccountsApi.amount(cents(random)));
                    accounts.post("/trips/" + ride.tripId() + "/refunds", AccountsApi.amount(cents(random)));
                }
            }
        }

        assertThat(properties.snapshots()).isFalse();
        Objects.requireNonNull(transactions.execute(_ -> {
            Books folded = new Books(entries, properties, Clock.systemUTC(), () -> {});
            List<String> wallets = jdbc.sql("select stream from wallet")
                    .query((row, _) -> row.getString("stream"))
                    .list();
            assertThat(wallets).hasSizeGreaterThan(2);
            for (String code : wallets) {
                Wallet wallet = Wallet.of(code);
                assertThat(folded.stateOf(wallet)).as(code)
                        .isEqualTo(entries.find(Question.of(wallet)).states().get(wallet));
            }
            return true;
        }));
    }

    /// Entries are read after everything else that is decided on, and somebody may have gone on in between.
    @Test
    void decidesNothingOnAWalletThatHasGoneOnSinceItWasRead() {
        Ride ride = Ride.any();
        incoming.deliver(ride.completed(Fare.of(Money.of("30.00", "USD"))));
        Entries interrupted = new Entries(jdbc, dataSource) {

            @Override
            List<RecordedEntry> of(Wallet wallet) {
                CompletableFuture.runAsync(() -> accounts.deposit(ride.rider(), Money.of("1.00", "USD"))).join();
                return super.of(wallet);
            }
        };

        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> transactions.executeWithoutResult(_ -> {
                    Books books = new Books(interrupted, properties, Clock.systemUTC(), () -> {});
                    books.learn(Question.of(ride.tripId()));
                }));
    }

    private static Money cents(Random random) {
        return Money.of(random.nextInt(1, 30) + "." + random.nextInt(10, 100), "USD");
    }
}
