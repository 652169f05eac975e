package dev.hailstone.trips;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;

/// What a rider pays for a trip, by what it is for. All parts are of one currency and none is negative.
///
/// @param ride for distance and time; the driver and the platform share it
/// @param tip for the driver alone
/// @param tolls paid by the driver on the way, handed through
/// @param surcharges levied for others: taxes, congestion and airport fees
public record Fare(Money ride, Money tip, Money tolls, Money surcharges) {

    /// @throws InvalidValueException if a part is negative or of another currency than `ride`
    public Fare {
        require("ride", ride, ride);
        require("tip", tip, ride);
        require("tolls", tolls, ride);
        require("surcharges", surcharges, ride);
    }

    /// A fare without tip, tolls and surcharges.
    public static Fare of(Money ride) {
        Money nothing = Money.zero(ride.currency());
        return new Fare(ride, nothing, nothing, nothing);
    }

    /// The sum of all parts.
    public Money total() {
        return ride.plus(tip).plus(tolls).plus(surcharges);
    }

    private static void require(String field, Money part, Money ride) {
        if (part.isNegative()) {
            throw new InvalidValueException(field, "must not be negative, was " + part);
        }
        if (!part.currency().equals(ride.currency())) {
            throw new InvalidValueException(field,
                    "must be in %s like the ride, was %s".formatted(ride.currency(), part));
        }
    }
}
