package dev.hailstone.trips;

import dev.hailstone.kernel.Identifier;

/// A rider, under the name by which the outside world knows them.
///
/// @param value 1 to 64 letters, digits, dots, underscores or hyphens
public record RiderId(String value) implements Identifier {

    /// @throws dev.hailstone.kernel.InvalidValueException if the value has another form
    public RiderId {
        Identifier.requireName("riderId", value);
    }

    public static RiderId of(String value) {
        return new RiderId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
