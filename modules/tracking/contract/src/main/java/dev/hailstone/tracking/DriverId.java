package dev.hailstone.tracking;

import dev.hailstone.kernel.Identifier;

/// A driver, under the name by which the outside world knows them.
///
/// @param value 1 to 64 letters, digits, dots, underscores or hyphens
public record DriverId(String value) implements Identifier {

    /// @throws dev.hailstone.kernel.InvalidValueException if the value has another form
    public DriverId {
        Identifier.requireName("driverId", value);
    }

    public static DriverId of(String value) {
        return new DriverId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
