package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.InvalidValueException;

/// A point in the ledger's history: up to and including a position, or an instant.
///
/// @param position null if it is an instant
/// @param instant null if it is a position
record AsOf(@Nullable Long position, @Nullable Instant instant) {

    /// The present.
    static final AsOf NOW = new AsOf(null, null);

    /// Reads a position (`4711`) or an instant (`2026-11-24T12:00:00Z`); null is the present.
    ///
    /// @throws InvalidValueException if it is neither
    static AsOf of(@Nullable String value) {
        if (value == null) {
            return NOW;
        }
        try {
            return value.matches("[0-9]{1,18}")
                    ? new AsOf(Long.valueOf(value), null)
                    : new AsOf(null, Days.required("asOf", Instant.parse(value)));
        } catch (DateTimeParseException e) {
            throw new InvalidValueException("asOf",
                    "must be a position or an instant such as 2026-11-24T12:00:00Z, was "
                            + InvalidValueException.quote(value));
        }
    }
}
