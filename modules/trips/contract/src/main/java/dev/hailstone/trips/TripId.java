package dev.hailstone.trips;

import java.util.UUID;

import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;

/// A trip, from its request to its end. A UUID of version 7.
public record TripId(UUID value) implements Identifier {

    /// @throws InvalidValueException if the text is not a UUID
    public static TripId of(String value) {
        try {
            return new TripId(UUID.fromString(value));
        } catch (IllegalArgumentException _) {
            throw new InvalidValueException("tripId", "must be a UUID, was " + InvalidValueException.quote(value));
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
