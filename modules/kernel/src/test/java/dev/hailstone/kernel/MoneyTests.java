package dev.hailstone.kernel;

import java.math.BigDecimal;
import java.util.Currency;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MoneyTests {

    private static final Currency USD = Currency.getInstance("USD");

    @Test
    void hasExactlyTheDecimalsOfItsCurrency() {
        assertThat(Money.of("12", "USD").amount()).isEqualTo(new BigDecimal("12.00"));
        assertThat(Money.of("12.500", "USD")).isEqualTo(Money.of("12.5", "USD"));
        assertThat(Money.of("12", "JPY").amount()).isEqualTo(new BigDecimal("12"));
    }

    @ParameterizedTest
    @CsvSource({"0.001,USD", "12.5,JPY", "1e-3,EUR", "1e-999999999,USD"})
    void refusesMoreDecimalsThanTheCurrencyHas(String amount, String currency) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Money.of(amount, currency))
                .satisfies(e -> assertThat(e.field()).isEqualTo("amount"))
                .withMessageContaining("at most")
                .withMessageContaining("decimals in " + currency);
    }

    @ParameterizedTest
    @CsvSource({"100000000000000", "-100000000000000", "1e400"})
    void refusesAmountsThatNoAccountCanHold(String amount) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Money.of(amount, "USD"))
                .withMessageContaining("must be less than");
    }

    @ParameterizedTest
    @CsvSource({"1.005,1.00", "1.015,1.02", "1.0151,1.02", "-1.005,-1.00"})
    void roundsHalfEven(String exact, String rounded) {
        assertThat(Money.rounded(new BigDecimal(exact), USD)).isEqualTo(Money.of(rounded, "USD"));
    }

    @Test
    void addsSubtractsAndComparesWithinOneCurrency() {
        Money fare = Money.of("7.00", "USD");
        Money tip = Money.of("2.15", "USD");
        assertThat(fare.plus(tip)).isEqualTo(Money.of("9.15", "USD"));
        assertThat(tip.minus(fare)).isEqualTo(Money.of("-4.85", "USD"));
        assertThat(fare).isGreaterThan(tip);
        assertThat(fare.times(new BigDecimal("0.333"))).isEqualTo(Money.of("2.33", "USD"));
    }

    @Test
    void neverMixesCurrencies() {
        Money dollars = Money.of("1.00", "USD");
        Money euros = Money.of("1.00", "EUR");
        assertThatIllegalArgumentException().isThrownBy(() -> dollars.plus(euros));
        assertThatIllegalArgumentException().isThrownBy(() -> dollars.minus(euros));
        assertThatIllegalArgumentException().isThrownBy(() -> dollars.compareTo(euros));
    }
}
