package dev.hailstone.infra.simulator;

import dev.hailstone.kernel.Money;

/// Somebody who rides now and then, and pays in when the purse gets light.
final class CityRider {

    private static final Money REFILL = Money.of("200.00", "USD");
    private static final Money MARGIN = Money.of("50.00", "USD");

    private final String id;
    private Money purse = Money.zero(Recording.CURRENCY);
    private int deposits;
    private int rides;

    CityRider(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /// A key that no other ride of this rider has.
    String nextRide() {
        rides++;
        return id + "-ride-" + rides;
    }

    /// Makes sure that the rider's account covers a price.
    void fund(Money price, HailstoneApi api) {
        while (purse.compareTo(price.plus(MARGIN)) < 0) {
            deposits++;
            api.deposit(id + "-deposit-" + deposits, id, REFILL).orThrow();
            purse = purse.plus(REFILL);
        }
    }

    void pay(Money fare) {
        purse = purse.minus(fare);
    }
}
