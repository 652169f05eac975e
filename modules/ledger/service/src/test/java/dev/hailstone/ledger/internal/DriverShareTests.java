package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.hailstone.kernel.Money;
import dev.hailstone.trips.Fare;

import static org.assertj.core.api.Assertions.assertThat;

class DriverShareTests {

    @Test
    void givesTheDriverTheirPartOfTheRideAndAllOfTipAndTolls() {
        Fare fare = new Fare(usd("10.00"), usd("2.00"), usd("6.50"), usd("1.25"));

        assertThat(new DriverShare(new BigDecimal("0.75")).of(fare))
                .isEqualTo(new DriverShare.Split(usd("16.00"), usd("2.50")));
    }

    @Test
    void roundsHalfEvenAndLeavesTheRestToThePlatform() {
        DriverShare half = new DriverShare(new BigDecimal("0.5"));

        assertThat(half.of(Fare.of(usd("0.05")))).isEqualTo(new DriverShare.Split(usd("0.02"), usd("0.03")));
        assertThat(half.of(Fare.of(usd("0.07")))).isEqualTo(new DriverShare.Split(usd("0.04"), usd("0.03")));
    }

    @Test
    void neitherLosesNorMakesACoinWhateverTheFare() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            Currency currency = Currency.getInstance(random.nextBoolean() ? "USD" : "JPY");
            DriverShare share = new DriverShare(BigDecimal.valueOf(random.nextInt(10_001), 4));
            Fare fare = new Fare(any(random, currency), any(random, currency), any(random, currency),
                    any(random, currency));

            DriverShare.Split split = share.of(fare);

            assertThat(split.driver().plus(split.platform()).plus(fare.surcharges()))
                    .as("%s of %s, seed %d", share, fare, seed)
                    .isEqualTo(fare.total());
            assertThat(split.platform().isNegative()).as("%s of %s, seed %d", share, fare, seed).isFalse();
        }
    }

    private static Money any(Random random, Currency currency) {
        return new Money(BigDecimal.valueOf(random.nextInt(20_000), currency.getDefaultFractionDigits()), currency);
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
