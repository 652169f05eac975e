package dev.hailstone.ledger.internal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

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
    private final DataSource dataSource;
    private Ride ride = Ride.any();

    @Autowired
    VerifyingStoreTests(IncomingEvents incoming, AccountsApi accounts, DataSource dataSource) {
        this.incoming = incoming;
        this.accounts = accounts;
        this.dataSource = dataSource;
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
        assertThat(after.seal()).isNotEqualTo(before.seal());
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
                    update posting set account = 'driver:thief' where account = 'driver:$driver'              | 3 | not what was sealed
                    update posting set amount = amount * 2 where account = 'driver:$driver'                   | 3 | not what was sealed
                    """)
    void findsWhatASuperuserDid(String tampering, int version, String what) throws SQLException {
        String stream = "rider:" + ride.rider() + "/USD";
        // What waits for the bookkeeper would be lost with its entry.
        accounts.trialBalance();
        try (Connection superuser = superuser(); Statement statement = superuser.createStatement()) {
            statement.execute(
                    "create table mine as select * from ledger_event; create table money as select * from posting; "
                            + "create table purse as select * from wallet");
            try {
                statement.execute(tampering.replaceAll("\\$([1-4])", "stream = '" + stream + "' and version = $1")
                        .replace("$stream", stream)
                        .replace("$driver", ride.driver().value()));

                Verification verification = accounts.verify();

                assertThat(verification.sound()).isFalse();
                assertThat(verification.findings()).anySatisfy((Finding finding) -> {
                    assertThat(finding.stream()).isEqualTo(stream);
                    assertThat(finding.version()).isEqualTo(version);
                    assertThat(finding.what()).contains(what);
                });
            } finally {
                statement.execute("""
                        truncate ledger_event, posting, wallet; insert into ledger_event select * from mine;
                        insert into posting select * from money; insert into wallet select * from purse;
                        drop table mine, money, purse""");
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

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
