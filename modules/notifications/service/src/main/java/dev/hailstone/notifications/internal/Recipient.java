package dev.hailstone.notifications.internal;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;
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

    /// The one of the two that a request names.
    ///
    /// @throws InvalidValueException if it names none or both
    static Recipient either(@Nullable RiderId rider, @Nullable DriverId driver) {
        if (rider != null && driver == null) {
            return rider(rider);
        }
        if (driver != null && rider == null) {
            return driver(driver);
        }
        throw new InvalidValueException("riderId", "must be given if driverId is not, and only then");
    }

    public static Recipient of(String value) {
        return new Recipient(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
