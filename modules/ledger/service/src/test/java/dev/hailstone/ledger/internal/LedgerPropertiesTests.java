package dev.hailstone.ledger.internal;

import java.util.Currency;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.hailstone.kernel.Money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LedgerPropertiesTests {

    @Test
    void haveDefaults() {
        LedgerProperties properties = bind(Map.of());

        assertThat(properties.creditIn(Currency.getInstance("USD"))).isEqualTo(Money.of("50.00", "USD"));
        assertThat(properties.driverShare()).isEqualByComparingTo("0.75");
    }

    @Test
    void giveCreditInTheirCurrencyOnly() {
        LedgerProperties properties = bind(Map.of("hailstone.ledger.currency", "EUR"));

        assertThat(properties.creditIn(Currency.getInstance("EUR"))).isEqualTo(Money.of("50.00", "EUR"));
        assertThat(properties.creditIn(Currency.getInstance("USD"))).isEqualTo(Money.of("0.00", "USD"));
    }

    @ParameterizedTest
    @CsvSource({"driver-share,1.01", "driver-share,-0.1", "credit-limit,-1", "credit-limit,10.001", "currency,DOLLAR",
            "largest-amount,0", "largest-deposit,0", "writer-lanes,0", "writer-lanes,17"})
    void refuseWhatMakesNoSense(String property, String value) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("hailstone.ledger." + property, value)));
    }

    private static LedgerProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("hailstone.ledger",
                LedgerProperties.class);
    }
}
