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

    @Autowired
    LedgerStoreTests(TransactionTemplate transactions, JdbcClient jdbc, Ledger ledger, Entries entries,
            AccountsApi accounts) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.entries = entries;
        this.accounts = accounts;
    }

    @BeforeEach
    void writeSomething() {
        accounts.deposit(RiderId.of("store"), Money.of("5.00", "USD"));
    }

    @Test
    void refusesPostingsThatDoNotSumToZero() {
        assertRefused("""
                insert into posting (transaction_id, line, account, currency, amount)
                select transaction_id, p.line, p.account, 'USD', p.amount
                  from (select transaction_id from ledger_event order by position desc limit 1) e,
                       (values (3, 'rider:store', 5.00), (4, 'platform:cash', -4.99)) p (line, account, amount)""",
                "not to zero");
    }

    @Test
    void refusesPostingsThatSumToZeroOnlyAcrossCurrencies() {
        assertRefused("""
                insert into posting (transaction_id, line, account, currency, amount)
                select transaction_id, p.line, p.account, p.currency, p.amount
                  from (select transaction_id from ledger_event order by position desc limit 1) e,
                       (values (3, 'rider:store', 'USD', 5.00), (4, 'platform:cash', 'EUR', -5.00))
                       p (line, account, currency, amount)""",
                "not to zero");
    }

    @Test
    void refusesPostingsWithoutAnEvent() {
        assertRefused("""
                insert into posting (transaction_id, line, account, currency, amount) values
                ('%1$s', 1, 'rider:store', 'USD', 5.00), ('%1$s', 2, 'platform:cash', 'USD', -5.00)"""
                .formatted(UUID.randomUUID()), "has postings but no event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update ledger_event set payload = '{}'", "delete from ledger_event",
            "truncate ledger_event", "update posting set amount = 2 * amount", "delete from posting",
            "truncate posting"})
    void givesNobodyTheRightToRewriteHistory(String statement) {
        assertRefused(statement, "permission denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update ledger_event set payload = '{}'", "delete from ledger_event",
            "truncate ledger_event", "update posting set amount = 2 * amount", "delete from posting where false",
            "truncate posting"})
    void refusesToRewriteHistoryEvenToWhoGivesThemselvesTheRight(String statement) {
        transactions.executeWithoutResult(transaction -> {
            jdbc.sql("grant update, delete, truncate on ledger_event, posting to current_user").update();
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

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> transactions.executeWithoutResult(_ -> ledger.open().record(hold)))
                .withMessageContaining("ledger_event_of_trip");
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

        List<Integer> versions = inLedger(
                () -> jdbc.sql("select version from ledger_event where stream = ? order by position")
                        .param("rider:" + rider)
                        .query(Integer.class)
                        .list());
        assertThat(versions).containsExactly(1, 2);
        assertThat(inLedger(
                () -> jdbc.sql("select max(position) - count(*) from ledger_event").query(Long.class).single()))
                .isZero();
    }

    @Test
    void givesBackWhatWasWritten() {
        RiderId rider = Ride.anyRider();
        Entry entry = new Entry.DepositReceived(rider, Money.of("1.25", "USD"));
        long before = inLedger(() -> ledger.open().position());
        transactions.executeWithoutResult(_ -> ledger.open().record(entry));

        List<RecordedEntry> read = inLedger(() -> entries.after(before, 1));

        assertThat(read).singleElement().satisfies(recorded -> {
            assertThat(recorded.entry()).isEqualTo(entry);
            assertThat(recorded.transaction()).isEqualTo(entry.transaction());
            assertThat(recorded.position()).isEqualTo(before + 1);
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
