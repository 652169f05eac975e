package dev.hailstone.ledger.internal;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.ledger.internal.Account.Rider;

/// The beginning of the ids of several riders; the empty one is the beginning of all.
///
/// @param value up to 64 letters, digits, dots, underscores or hyphens
record RiderIdPrefix(String value) {

    /// @throws InvalidValueException if no rider's id begins like that
    RiderIdPrefix {
        if (!value.matches("[A-Za-z0-9._-]{0,64}")) {
            throw new InvalidValueException("riderIdPrefix",
                    "must be at most 64 letters, digits, dots, underscores or hyphens, was "
                            + InvalidValueException.quote(value));
        }
    }

    /// The first account code in byte order that could have the prefix. A range needs no escaping, and finds its index under
    /// every query plan, which LIKE with a parameter does not.
    String first() {
        return Rider.PREFIX + value;
    }

    /// The first code after all that have the prefix: the prefix with its last character's successor.
    String end() {
        String first = first();
        int last = first.length() - 1;
        return first.substring(0, last) + (char) (first.charAt(last) + 1);
    }
}
