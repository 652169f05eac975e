package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.VerifyingStore.Finding;
import dev.hailstone.ledger.internal.VerifyingStore.Verification;
import dev.hailstone.trips.Fare;

import static org.assertj.core.api.Assertions.assertThat;

@LedgerModuleTest
class VerifyingStoreTests {

    private final IncomingEvents incoming;
    private final AccountsApi accounts;
    private final Entries entries;
    private final DataSource dataSource;
    private final TransactionTemplate transactions;
    private Ride ride = Ride.any();

    @Autowired
    VerifyingStoreTests(IncomingEvents incoming, AccountsApi accounts, Entries entries, DataSource dataSource,
            TransactionTemplate transactions) {
        this.incoming = incoming;
        this.accounts = accounts;
        this.entries = entries;
        this.dataSource = dataSource;
        this.transactions = transactions;
    }

    @BeforeEach
    void writeSomething() {
        ride = Ride.any();
        accounts.deposit(ride.rider(), usd("20.00"));
        incoming.deliver(ride.requested(usd("12.00")), ride.completed(Fare.of(usd("12.00"))));
        accounts.deposit(ride.rider(), usd("5.00"));
    }

    @Test
    void findsNothingWhereNothingWasDone() {
        Verification before = accounts.verify();
        accounts.deposit(ride.rider(), usd("1.00"));
        Verification after = accounts.verify();

        assertThat(before.findings()).isEmpty();
        assertThat(before.sound()).isTrue();
        assertThat(after.entries()).isEqualTo(before.entries() + 1);
        assertThat(after.streams()).isEqualTo(before.streams());
    }

    @Test
    void findsNothingWhereMoneyWasPaidOutAndTransactionsUndone() {
        accounts.post("/drivers/" + ride.driver() + "/payouts", AccountsApi.amount(usd("5.00")));
        accounts.post("/drivers/" + ride.driver() + "/payouts", AccountsApi.amount(usd("2.00")));
        UUID payout = accounts.statement(ride.driver()).entries().getLast().transactionId();
        UUID charge = accounts.statement(ride.driver()).entries().getFirst().transactionId();
        for (UUID mistake : List.of(payout, charge)) {
            assertThat(accounts.post("/transactions/%s/reversal".formatted(mistake), "{\"reason\":\"mistake\"}"))
                    .hasStatusOk();
        }

        assertThat(accounts.driver(ride.driver()).paidOut()).isEqualTo(usd("5.00"));
        assertThat(accounts.rider(ride.rider()).charged()).isEqualTo(usd("12.00"));
        assertThat(accounts.verify().findings()).isEmpty();
    }

    /// Neither grants nor triggers stop a superuser.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~',
            textBlock = """
                    update ledger_event set payload = replace(payload::text, '20.00', '20.01')::json where $1 | 1 | not what was sealed
                    update ledger_event set type = 'payout-sent' where $1                                     | 1 | not what was sealed
                    update ledger_event set recorded_at = recorded_at - interval '1 day' where $3             | 3 | not what was sealed
                    update ledger_event set zone = 'elsewhere' where $3                                       | 3 | not what was sealed
                    update ledger_event set hash = sha256('x') where $3                                       | 3 | not what was sealed
                    update ledger_event set version = 9 where $4                                              | 9 | version 4 is missing
                    delete from ledger_event where $2                                                         | 3 | version 2 is missing
                    delete from ledger_event where $4                                                         | 4 | with another hash
                    update wallet set balance = balance + 1 where stream = '$stream'                          | 4 | its postings say
                    update wallet set charged = charged - 1 where stream = '$stream'                          | 4 | its postings say
                    update wallet set paid_out = paid_out + 1 where stream = '$stream'                        | 4 | its postings say
                    update posting set account = 'driver:thief' where account = 'driver:$driver'              | 3 | not what was sealed
                    update posting set amount = amount * 2 where account = 'driver:$driver'                   | 3 | not what was sealed
                    """)
    void findsWhatASuperuserDid(String tampering, int version, String what) throws SQLException {
        String stream = "rider:" + ride.rider() + "/USD";
        whileChanged(statement -> statement
                .execute(tampering.replaceAll("\\$([1-4])", "stream = '" + stream + "' and version = $1")
                        .replace("$stream", stream)
                        .replace("$driver", ride.driver().value())),
                () -> {
                    Verification verification = accounts.verify();

                    assertThat(verification.sound()).isFalse();
                    assertThat(verification.findings()).anySatisfy((Finding finding) -> {
                        assertThat(finding.stream()).isEqualTo(stream);
                        assertThat(finding.version()).isEqualTo(version);
                        assertThat(finding.what()).contains(what);
                    });
                });
    }

    @Test
    void sealsAPositionForEver() {
        Verification kept = accounts.verify();
        accounts.deposit(ride.rider(), usd("1.00"));
        Verification later = accounts.verify();

        assertThat(later.position()).isEqualTo(kept.position() + 1);
        assertThat(later.seal()).isNotEqualTo(kept.seal());
        assertThat(accounts.verify(kept.position()).position()).isEqualTo(kept.position());
        assertThat(accounts.verify(kept.position()).seal()).isEqualTo(kept.seal());
        assertThat(accounts.verify(later.position()).seal()).isEqualTo(later.seal());
        assertThat(accounts.verify(0).seal()).isEqualTo(ChainHash.NONE.hex());
    }

    @Test
    void sealsNoPositionThatThereIsNot() {
        long last = accounts.verify().position();
        for (long until : List.of(-1L, last + 1)) {
            MvcTestResult answer = accounts.get("/verification?until=" + until);

            assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST);
            assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo("until");
            assertThat(answer).bodyJson()
                    .extractingPath("$.errors[0].reason")
                    .isEqualTo("must be between 0 and %d, was %d".formatted(last, until));
        }
    }

    /// All hashes are right then, and all sums; only somebody who has kept a seal can tell.
    @Test
    void tellsByAKeptSealThatAStreamWasRewrittenAsAWhole() throws SQLException {
        Verification kept = accounts.verify();
        whileChanged(this::giveOneMore, () -> {
            assertThat(accounts.rider(ride.rider()).balance()).isEqualTo(usd("14.00"));
            assertThat(accounts.verify().findings()).isEmpty();
            assertThat(accounts.verify(kept.position()).seal()).isNotEqualTo(kept.seal());
        });
        assertThat(accounts.verify(kept.position()).seal()).isEqualTo(kept.seal());
    }

    /// Positions are in no entry's hash.
    @Test
    void tellsByAKeptSealThatPositionsWereExchanged() throws SQLException {
        accounts.deposit(Ride.anyRider(), usd("1.00"));
        Verification kept = accounts.verify();
        whileChanged(statement -> statement.execute("""
                create temporary table last as select * from ledger_order order by position desc limit 2;
                delete from ledger_order where position in (select position from last);
                insert into ledger_order (position, transaction_id)
                select (select sum(position) from last) - position, transaction_id from last"""), () -> {
            assertThat(accounts.verify().findings()).isEmpty();
            assertThat(accounts.verify(kept.position()).seal()).isNotEqualTo(kept.seal());
        });
        assertThat(accounts.verify(kept.position()).seal()).isEqualTo(kept.seal());
    }

    /// Turns the first deposit of 20.00 into one of 21.00, with all hashes that follow.
    private void giveOneMore(Statement statement) throws SQLException {
        Wallet wallet = Wallet.of("rider:" + ride.rider() + "/USD");
        ChainHash last = ChainHash.NONE;
        for (RecordedEntry entry : transactions.execute(_ -> entries.of(wallet))) {
            StoredEntry stored = entry.stored();
            if (stored.version() == 1) {
                stored = new StoredEntry(stored.stream(), 1, stored.transactionId(), stored.tripId(),
                        stored.reverses(), stored.type(), stored.part(), stored.typeVersion(),
                        stored.payload().replace("20.00", "21.00"), stored.zone(), stored.occurredAt(),
                        stored.recordedAt(), stored.lines().stream().map(VerifyingStoreTests::oneMore).toList());
                statement.execute("update posting set amount = amount + sign(amount) where transaction_id = '%s'"
                        .formatted(stored.transactionId()));
            }
            last = stored.seal(last);
            statement.execute("update ledger_event set payload = '%s', hash = '\\x%s' where transaction_id = '%s'"
                    .formatted(stored.payload(), last, stored.transactionId()));
        }
        statement.execute("update wallet set balance = balance + 1, hash = '\\x%s' where stream = '%s'".formatted(last,
                wallet.code()));
    }

    private static StoredEntry.Line oneMore(StoredEntry.Line line) {
        return new StoredEntry.Line(line.account(), line.currency(),
                line.amount().add(BigDecimal.valueOf(line.amount().signum())), line.held());
    }

    /// Lets a superuser change the store, looks at it, and puts everything back.
    private void whileChanged(Change change, Runnable looking) throws SQLException {
        // What waits for the bookkeeper would be lost with its entry.
        accounts.trialBalance();
        try (Connection superuser = superuser(); Statement statement = superuser.createStatement()) {
            statement.execute("""
                    create table mine as select * from ledger_event; create table money as select * from posting;
                    create table purse as select * from wallet; create table places as select * from ledger_order""");
            try {
                change.by(statement);
                looking.run();
            } finally {
                statement.execute("""
                        truncate ledger_event, posting, wallet, ledger_order;
                        insert into ledger_event select * from mine; insert into posting select * from money;
                        insert into wallet select * from purse; insert into ledger_order select * from places;
                        drop table mine, money, purse, places""");
            }
        }
        assertThat(accounts.verify().findings()).isEmpty();
    }

    private Connection superuser() throws SQLException {
        try (Connection ours = dataSource.getConnection()) {
            Connection connection = DriverManager.getConnection(ours.getMetaData().getURL(), "postgres", "");
            try (Statement statement = connection.createStatement()) {
                statement.execute("set search_path = ledger; set session_replication_role = replica");
            }
            return connection;
        }
    }

    private interface Change {

        void by(Statement superuser) throws SQLException;
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
