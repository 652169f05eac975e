package dev.hailstone.ledger.internal;

import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;

/// The number of a plain account.
///
/// @param value 1 to 32 digits
record AccountNumber(String value) implements Identifier {

    /// @throws InvalidValueException if the value has another form
    AccountNumber {
        if (!value.matches("[0-9]{1,32}")) {
            throw new InvalidValueException("accountNumber",
                    "must be 1 to 32 digits, was " + InvalidValueException.quote(value));
        }
    }

    public static AccountNumber of(String value) {
        return new AccountNumber(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
