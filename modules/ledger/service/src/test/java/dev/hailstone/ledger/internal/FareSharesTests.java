package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.hailstone.kernel.Money;

import static org.assertj.core.api.Assertions.assertThat;

class FareSharesTests {

    private static final Currency USD = Currency.getInstance("USD");

    @Test
    void giveBackInProportion() {
        assertThat(shares(750, 150, 100).ofPart(cents(100))).isEqualTo(shares(75, 15, 10));
    }

    @Test
    void giveTheCoinThatIsLeftOverToWhomMostWasCutOff() {
        // A third each of a coin: the driver gives it.
        assertThat(shares(100, 100, 100).ofPart(cents(1))).isEqualTo(shares(1, 0, 0));
        // 0.5, 0.3 and 0.2 of a coin.
        assertThat(shares(30, 50, 20).ofPart(cents(1))).isEqualTo(shares(0, 1, 0));
    }

    @Test
    void areTheseAgainForTheWhole() {
        assertThat(shares(5666, 1306, 80).ofPart(cents(7052))).isEqualTo(shares(5666, 1306, 80));
    }

    /// Whatever is refunded in whatever parts: nobody gives back more than they have, and the coins add up.
    @Test
    void addUpHoweverAFareIsRefunded() {
        long seed = System.nanoTime();
        System.out.println("refunds of seed " + seed);
        Random random = new Random(seed);
        for (int fare = 0; fare < 2_000; fare++) {
            FareShares left = shares(random.nextInt(5_000), random.nextInt(2_000), random.nextInt(300) + 1);
            while (left.total().isPositive()) {
                Money part = cents(random.nextInt(left.total().amount().unscaledValue().intValueExact()) + 1);
                FareShares refund = left.ofPart(part);
                assertThat(refund.total()).isEqualTo(part);
                FareShares after = left.minus(refund);
                assertThat(after.driver().isNegative() || after.platform().isNegative()
                        || after.surcharges().isNegative()).as("%s of %s", refund, left).isFalse();
                left = after;
            }
        }
    }

    private static FareShares shares(int driver, int platform, int surcharges) {
        return new FareShares(cents(driver), cents(platform), cents(surcharges));
    }

    private static Money cents(int cents) {
        return new Money(BigDecimal.valueOf(cents, 2), USD);
    }
}
