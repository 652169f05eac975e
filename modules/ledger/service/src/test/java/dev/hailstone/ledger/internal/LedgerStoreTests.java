package dev.hailstone.ledger.internal;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// What the database itself refuses, whatever the code above it does.
@LedgerModuleTest
class LedgerStoreTests {

    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Entries entries;
    private final AccountsApi accounts;
    private final Bookkeeping bookkeeping;

    @Autowired
    LedgerStoreTests(TransactionTemplate transactions, JdbcClient jdbc, Ledger ledger, Entries entries,
            AccountsApi accounts, Bookkeeping bookkeeping) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.entries = entries;
        this.accounts = accounts;
        this.bookkeeping = bookkeeping;
    }

    @BeforeEach
    void writeSomething() {
        accounts.deposit(RiderId.of("store"), Money.of("5.00", "USD"));
    }

    @Test
    void refusesPostingsThatDoNotSumToZero() {
        assertRefused("""
                insert into posting (transaction_id, line, account, currency, amount, held)
                select transaction_id, p.line, p.account, 'USD', p.amount, 0
                  from (select transaction_id from ledger_event limit 1) e,
                       (values (103, 'rider:store', 5.00), (104, 'platform:cash', -4.99)) p (line, account, amount)""",
                "not to zero");
    }

    @Test
    void refusesPostingsThatSumToZeroOnlyAcrossCurrencies() {
        assertRefused("""
                insert into posting (transaction_id, line, account, currency, amount, held)
                select transaction_id, p.line, p.account, p.currency, p.amount, 0
                  from (select transaction_id from ledger_event limit 1) e,
                       (values (103, 'rider:store', 'USD', 5.00), (104, 'platform:cash', 'EUR', -5.00))
                       p (line, account, currency, amount)""",
                "not to zero");
    }

    @Test
    void refusesPostingsWithoutAnEvent() {
        assertRefused("""
                insert into posting (transaction_id, line, account, currency, amount, held) values
                ('%1$s', 1, 'rider:store', 'USD', 5.00, 0), ('%1$s', 2, 'platform:cash', 'USD', -5.00, 0)"""
                .formatted(UUID.randomUUID()), "has postings but no event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update ledger_event set payload = '{}'", "delete from ledger_event",
            "truncate ledger_event", "update posting set amount = 2 * amount", "delete from posting",
            "truncate posting", "update ledger_order set position = position + 1", "delete from ledger_order"})
    void givesNobodyTheRightToRewriteHistory(String statement) {
        assertRefused(statement, "permission denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update ledger_event set payload = '{}'", "delete from ledger_event",
            "truncate ledger_event", "update posting set amount = 2 * amount", "delete from posting where false",
            "truncate posting", "update ledger_order set position = position + 1", "delete from ledger_order"})
    void refusesToRewriteHistoryEvenToWhoGivesThemselvesTheRight(String statement) {
        transactions.executeWithoutResult(transaction -> {
            jdbc.sql("grant update, delete, truncate on ledger_event, posting, ledger_order to current_user").update();
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> jdbc.sql(statement).update())
                    .havingRootCause()
                    .withMessageContaining("is append-only");
            transaction.setRollbackOnly();
        });
    }

    @Test
    void refusesASecondHoldOfATrip() {
        FareHeld hold = new FareHeld(new TripId(TimeOrderedIds.next()), RiderId.of("store"), Money.of("1.00", "USD"));
        transactions.executeWithoutResult(_ -> ledger.open().record(hold));

        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> transactions.executeWithoutResult(_ -> ledger.open().record(hold)))
                .havingRootCause()
                .withMessageContaining("ledger_event_of_trip");
    }

    @Test
    void refusesToHoldBeyondTheLimit() {
        assertRefused("""
                insert into wallet (stream, version, hash, balance, held, charged, paid_out, credit)
                values ('rider:limit/USD', 1, sha256('x'), 10, 60.01, 0, 0, 50)""", "would hold");
        transactions.executeWithoutResult(_ -> jdbc.sql("""
                insert into wallet (stream, version, hash, balance, held, charged, paid_out, credit)
                values ('rider:limit/USD', 1, sha256('x'), 10, 60, 0, 0, 50)""").update());
        assertRefused("update wallet set held = held + 0.01 where stream = 'rider:limit/USD'", "would hold");
        assertRefused("update wallet set paid_out = 1, balance = 9 where stream = 'rider:limit/USD'", "would hold");
        // What was driven is owed, whatever is held.
        transactions.executeWithoutResult(
                _ -> jdbc.sql("update wallet set balance = -100 where stream = 'rider:limit/USD'").update());
        transactions.executeWithoutResult(
                _ -> jdbc.sql("delete from wallet where stream = 'rider:limit/USD'").update());
    }

    @Test
    void countsPositionsAndVersionsWithoutGaps() {
        RiderId rider = Ride.anyRider();
        accounts.deposit(rider, Money.of("1.00", "USD"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> transactions.executeWithoutResult(_ -> {
                    ledger.open().record(new Entry.DepositReceived(rider, Money.of("2.00", "USD")));
                    throw new IllegalStateException("rolled back");
                }));
        accounts.deposit(rider, Money.of("3.00", "USD"));
        bookkeeping.catchUp();

        List<Integer> versions = inLedger(() -> jdbc.sql("""
                select version from ledger_event join ledger_order using (transaction_id)
                 where stream = ? order by position""").param("rider:" + rider + "/USD").query(Integer.class).list());
        assertThat(versions).containsExactly(1, 2);
        assertThat(inLedger(
                () -> jdbc.sql("select max(position) - count(*) from ledger_order").query(Long.class).single()))
                .isZero();
    }

    @Test
    void givesBackWhatWasWritten() {
        RiderId rider = Ride.anyRider();
        Entry entry = new Entry.DepositReceived(rider, Money.of("1.25", "USD"));
        RecordedEntry written = inLedger(() -> ledger.open().record(entry));

        assertThat(inLedger(() -> entries.of(entry.wallet()))).singleElement().satisfies(read -> {
            assertThat(read.entry()).isEqualTo(entry);
            assertThat(read.transaction()).isEqualTo(entry.transaction());
            assertThat(read.version()).isEqualTo(1);
            assertThat(read.hash()).isEqualTo(written.hash());
            assertThat(read.stored().seal(ChainHash.NONE)).isEqualTo(written.hash());
        });
    }

    private <T> T inLedger(Supplier<T> question) {
        return Objects.requireNonNull(transactions.execute(_ -> question.get()));
    }

    private void assertRefused(String statement, String reason) {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> transactions.executeWithoutResult(_ -> jdbc.sql(statement).update()))
                .havingRootCause()
                .withMessageContaining(reason);
    }
}
