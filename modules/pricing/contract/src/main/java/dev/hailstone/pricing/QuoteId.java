package dev.hailstone.pricing;

import java.util.UUID;

import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;

/// An offer of a price for a trip. A UUID of version 7.
public record QuoteId(UUID value) implements Identifier {

    /// @throws InvalidValueException if the text is not a UUID
    public static QuoteId of(String value) {
        try {
            return new QuoteId(UUID.fromString(value));
        } catch (IllegalArgumentException _) {
            throw new InvalidValueException("quoteId", "must be a UUID, was " + InvalidValueException.quote(value));
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
