package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.FareRefunded;
import dev.hailstone.ledger.internal.Entry.FareSettled;

/// Who has, or gives back, how much of a fare.
record FareShares(Money driver, Money platform, Money surcharges) {

    static FareShares none(Currency currency) {
        Money nothing = Money.zero(currency);
        return new FareShares(nothing, nothing, nothing);
    }

    static FareShares of(FareSettled fare) {
        return new FareShares(fare.driverShare(), fare.platformShare(), fare.surcharges());
    }

    static FareShares of(FareRefunded refund) {
        return new FareShares(refund.driverShare(), refund.platformShare(), refund.surcharges());
    }

    Money total() {
        return driver.plus(platform).plus(surcharges);
    }

    FareShares plus(FareShares other) {
        return new FareShares(driver.plus(other.driver), platform.plus(other.platform),
                surcharges.plus(other.surcharges));
    }

    FareShares minus(FareShares other) {
        return new FareShares(driver.minus(other.driver), platform.minus(other.platform),
                surcharges.minus(other.surcharges));
    }

    /// The shares of a part of this: everybody's in proportion, rounded down to the smallest coin, and the coins that are
    /// left over go, one each, to whom most was cut off; at a tie to the driver before the platform before the
    /// surcharges. So the shares of the part are its sum, and the shares of the whole are these.
    ///
    /// @param part from zero to the total
    FareShares ofPart(Money part) {
        if (part.isZero()) {
            return none(part.currency());
        }
        int decimals = part.amount().scale();
        BigDecimal coin = BigDecimal.ONE.movePointLeft(decimals);
        BigDecimal[] exact = {exactly(driver, part), exactly(platform, part), exactly(surcharges, part)};
        BigDecimal[] cut = new BigDecimal[exact.length];
        BigDecimal left = part.amount();
        for (int i = 0; i < exact.length; i++) {
            cut[i] = exact[i].setScale(decimals, RoundingMode.FLOOR);
            left = left.subtract(cut[i]);
        }
        while (left.signum() > 0) {
            int most = 0;
            for (int i = 1; i < exact.length; i++) {
                if (exact[i].subtract(cut[i]).compareTo(exact[most].subtract(cut[most])) > 0) {
                    most = i;
                }
            }
            cut[most] = cut[most].add(coin);
            left = left.subtract(coin);
        }
        return new FareShares(new Money(cut[0], part.currency()), new Money(cut[1], part.currency()),
                new Money(cut[2], part.currency()));
    }

    private BigDecimal exactly(Money share, Money part) {
        // Ten digits more than a coin: what is cut off here cannot change who gets the coin.
        return share.amount()
                .multiply(part.amount())
                .divide(total().amount(), part.amount().scale() + 10, RoundingMode.FLOOR);
    }
}
