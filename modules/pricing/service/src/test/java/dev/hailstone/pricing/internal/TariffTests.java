package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.hailstone.kernel.Money;

import static org.assertj.core.api.Assertions.assertThat;

class TariffTests {

    private final Tariff tariff = new Tariff(1, Instant.EPOCH, Currency.getInstance("USD"), new BigDecimal("3.0000"),
            new BigDecimal("1.4000"), new BigDecimal("0.4000"), new BigDecimal("7.0000"));

    @ParameterizedTest
    @CsvSource({
            // 3.00 + 10 × 1.40 + 20 × 0.40
            "10000, 1200, 1.0, 25.00",
            // the minimum, and the minimum times surge
            "0, 0, 1.0, 7.00", "500, 60, 1.5, 10.50",
            // 3.00 + 1.4014 + 10 × 0.40 = 8.4014
            "1001, 600, 1.0, 8.40",
            // 25.00 × 1.3
            "10000, 1200, 1.3, 32.50",
            // 3.00 + 4.2 + 0.4 ÷ 60 × 325 = 9.36666…: a third of a cent goes up when it is more than half
            "3000, 325, 1.0, 9.37",
            // (3.00 + 7.007 + 2.00) × 1.5 = 18.0105
            "5005, 300, 1.5, 18.01",
            // exactly half a cent, 7.025 and 8.075, goes to the even one
            "2875, 0, 1.0, 7.02", "3625, 0, 1.0, 8.08"})
    void roundsOnceAtTheEnd(double metres, long seconds, BigDecimal surge, String price) {
        assertThat(tariff.price(new Ride(metres, Duration.ofSeconds(seconds)), surge))
                .isEqualTo(Money.of(price, "USD"));
    }

    @Test
    void isWithinHalfACentOfTheExactPriceAndNeverBelowTheMinimum() {
        long seed = Long.getLong("hailstone.seed", System.nanoTime());
        System.out.println("TariffTests: -Dhailstone.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long metres = random.nextInt(100_000);
            long seconds = random.nextInt(10_000);
            BigDecimal surge = BigDecimal.valueOf(10 + random.nextInt(21), 1);

            Money price = tariff.price(new Ride(metres, Duration.ofSeconds(seconds)), surge);

            BigDecimal sixtyThousandfold = new BigDecimal("180000")
                    .add(new BigDecimal("84").multiply(BigDecimal.valueOf(metres)))
                    .add(new BigDecimal("400").multiply(BigDecimal.valueOf(seconds)))
                    .max(new BigDecimal("420000"))
                    .multiply(surge);
            BigDecimal exact = sixtyThousandfold.divide(new BigDecimal("60000"), 12, RoundingMode.HALF_EVEN);
            assertThat(price.amount().subtract(exact).abs()).describedAs("seed %d", seed)
                    .isLessThanOrEqualTo(new BigDecimal("0.005"));
            assertThat(price).isGreaterThanOrEqualTo(Money.of("7.00", "USD"));
        }
    }
}
