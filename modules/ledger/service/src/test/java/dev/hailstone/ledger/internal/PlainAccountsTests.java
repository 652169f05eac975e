package dev.hailstone.ledger.internal;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.PlainAccount.Happening;

import static org.assertj.core.api.Assertions.assertThat;

@LedgerModuleTest
class PlainAccountsTests {

    private final AccountsApi accounts;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    @Autowired
    PlainAccountsTests(AccountsApi accounts, TransactionTemplate transactions, JdbcClient jdbc) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// The example with which event sourcing is explained: account 1 is updated by 100, then by −50. Its state is 50, and
    /// it is so because the events say so.
    @Test
    void account1IsTheSumOfItsUpdates() {
        updateBalance(1, "100");
        updateBalance(1, "-50");
        // Once the read models know of them they are taken away: nothing but the events may be needed.
        accounts.trialBalance();
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("delete from account where account = 'account:1'").update();
            jdbc.sql("delete from statement_entry where account = 'account:1'").update();
        });

        PlainAccount account = accounts.read(accounts.getNow("/plain/1"), PlainAccount.class);

        assertThat(account.state()).isEqualTo(Money.of("50.00", "USD"));
        assertThat(account.events()).extracting(Happening::event).containsExactly("update_balance", "update_balance");
        assertThat(account.events()).extracting(Happening::amount)
                .containsExactly(Money.of("100.00", "USD"), Money.of("-50.00", "USD"));
        assertThat(account.events()).extracting(Happening::version).containsExactly(1, 2);
        assertThat(accounts.rebuild().differences()).isPositive();
        assertThat(accounts.rebuild().differences()).isZero();
    }

    @Test
    void anUpdateIsOneHoweverOftenItIsSent() {
        String key = UUID.randomUUID().toString();

        accounts.post("/plain/2/update_balance", key, "{\"amount\": 7}");
        MvcTestResult repeated = accounts.post("/plain/2/update_balance", key, "{\"amount\": 7}");
        MvcTestResult other = accounts.post("/plain/2/update_balance", key, "{\"amount\": 8}");

        assertThat(accounts.read(repeated, PlainAccount.class).events()).hasSize(1);
        assertThat(other).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void anUpdateOfNothingIsRefused() {
        assertThat(accounts.post("/plain/3/update_balance", "{\"amount\": 0}")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(accounts.post("/plain/x/update_balance", "{\"amount\": 1}")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(accounts.read(accounts.get("/plain/3"), PlainAccount.class).events()).isEmpty();
    }

    private void updateBalance(int account, String amount) {
        assertThat(accounts.post("/plain/" + account + "/update_balance", "{\"amount\": " + amount + "}"))
                .hasStatusOk();
    }
}
