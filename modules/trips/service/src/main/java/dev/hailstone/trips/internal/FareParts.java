package dev.hailstone.trips.internal;

import java.math.BigDecimal;
import java.util.Currency;

import jakarta.persistence.Embeddable;

import dev.hailstone.kernel.Money;
import dev.hailstone.trips.Fare;

/// The amounts of a [Fare] as columns; the trip has one currency for all its amounts.
@Embeddable
record FareParts(BigDecimal ride, BigDecimal tip, BigDecimal tolls, BigDecimal surcharges) {

    static FareParts of(Fare fare) {
        return new FareParts(fare.ride().amount(), fare.tip().amount(), fare.tolls().amount(),
                fare.surcharges().amount());
    }

    Fare in(Currency currency) {
        return new Fare(new Money(ride, currency), new Money(tip, currency), new Money(tolls, currency),
                new Money(surcharges, currency));
    }
}
