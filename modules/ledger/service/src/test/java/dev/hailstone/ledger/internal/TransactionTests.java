package dev.hailstone.ledger.internal;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Account.Own;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.trips.RiderId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TransactionTests {

    private static final Account RIDER = new Rider(RiderId.of("r1"));

    @Test
    void sumsToZero() {
        assertThat(Transaction.debit(Own.CASH, usd("5.00")).credit(RIDER, usd("5.00")).balanced().postings())
                .containsExactly(posting(Own.CASH, usd("-5.00")), posting(RIDER, usd("5.00")));
    }

    @Test
    void cannotBeUnbalancedByACent() {
        Transaction.Draft draft = Transaction.debit(Own.CASH, usd("5.00")).credit(RIDER, usd("4.99"));

        assertThatIllegalArgumentException().isThrownBy(draft::balanced)
                .withMessageContaining("postings sum to -0.01 USD, not to zero");
    }

    @Test
    void doesNotBalanceOneCurrencyWithAnother() {
        List<Posting> postings = List.of(posting(Own.CASH, usd("-5.00")),
                posting(RIDER, Money.of("5.00", "EUR")));

        assertThatIllegalArgumentException().isThrownBy(() -> new Transaction(postings));
    }

    @Test
    void balancesEachCurrency() {
        assertThat(Transaction.debit(Own.CASH, usd("5.00"))
                .credit(RIDER, usd("5.00"))
                .debit(Own.CASH, Money.of("700", "JPY"))
                .credit(RIDER, Money.of("700", "JPY"))
                .balanced()
                .postings()).hasSize(4);
    }

    @Test
    void leavesOutWhatMovesNothing() {
        assertThat(Transaction.debit(Own.CASH, usd("0.00")).credit(RIDER, usd("0.00")).balanced())
                .isEqualTo(Transaction.NONE);
    }

    @Test
    void holdsNothingOnAnAccountThatOnlyCollects() {
        assertThatIllegalArgumentException().isThrownBy(() -> Transaction.hold(Own.REVENUE, usd("1.00")));
    }

    @Test
    void isUndoneByItsReversal() {
        Transaction transaction = Transaction.debit(Own.CASH, usd("5.00"))
                .line(RIDER, usd("5.00"), usd("-2.00"))
                .balanced();

        assertThat(transaction.reversed().postings())
                .containsExactly(posting(Own.CASH, usd("5.00")), posting(RIDER, usd("-5.00")));
    }

    private static Posting posting(Account account, Money amount) {
        return new Posting(account, amount, Money.zero(amount.currency()));
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
