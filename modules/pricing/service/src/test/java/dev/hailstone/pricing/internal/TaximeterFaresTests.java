package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.internal.FareCase.Occasion;

import static org.assertj.core.api.Assertions.assertThat;

class TaximeterFaresTests {

    private static final Tariff TARIFF = new Tariff(1, Instant.EPOCH, Currency.getInstance("USD"), new BigDecimal("3"),
            new BigDecimal("1.4"), new BigDecimal("0.4"), new BigDecimal("7"));

    @ParameterizedTest
    @CsvSource({
            // 3.00 + 10 × 1.40 + 20 × 0.40, the same one metre and one second later, and a unit of each more
            "10000, 1200, 25.00", "9801, 1171, 25.00", "10001, 1201, 25.48",
            // the shortest ride costs the minimum
            "0, 0, 7.00"})
    void countsUnitsThatHaveBegun(double metres, long seconds, String price) {
        FareCase fareCase = new FareCase(Occasion.RIDE, new UUID(0, 1), new Ride(metres, Duration.ofSeconds(seconds)),
                TARIFF, BigDecimal.ONE);

        assertThat(new TaximeterFares().price(fareCase)).isEqualTo(Money.of(price, "USD"));
    }
}
