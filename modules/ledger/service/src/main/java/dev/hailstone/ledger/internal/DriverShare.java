package dev.hailstone.ledger.internal;

import java.math.BigDecimal;

import dev.hailstone.kernel.Money;
import dev.hailstone.trips.Fare;

/// The part of a ride's price that is the driver's.
///
/// It is rounded half-even to the currency's smallest coin and the platform has the rest, so that no coin is lost or
/// made. Tip and tolls are the driver's; surcharges are neither's.
///
/// @param portion from 0 to 1
record DriverShare(BigDecimal portion) {

    Split of(Fare fare) {
        Money ride = fare.ride().times(portion);
        return new Split(ride.plus(fare.tip()).plus(fare.tolls()), fare.ride().minus(ride));
    }

    /// Who gets what of a fare without its surcharges.
    record Split(Money driver, Money platform) {}
}
