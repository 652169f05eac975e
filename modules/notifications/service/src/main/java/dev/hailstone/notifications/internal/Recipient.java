package dev.hailstone.notifications.internal;

import dev.hailstone.kernel.Identifier;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;

/// Who is told. A person may be both a rider and a driver; these are two recipients.
///
/// @param value `rider/<id>` or `driver/<id>`
record Recipient(String value) implements Identifier {

    static Recipient rider(RiderId rider) {
        return new Recipient("rider/" + rider);
    }

    static Recipient driver(DriverId driver) {
        return new Recipient("driver/" + driver);
    }

    public static Recipient of(String value) {
        return new Recipient(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
