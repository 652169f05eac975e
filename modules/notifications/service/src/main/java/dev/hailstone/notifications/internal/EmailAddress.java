package dev.hailstone.notifications.internal;

import java.util.regex.Pattern;

import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;

/// Where a recipient gets e-mail.
///
/// @param value as HTML's `<input type=email>` takes it, at most 254 characters
record EmailAddress(String value) implements Identifier {

    private static final Pattern FORM = Pattern
            .compile("[\\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*");

    /// @throws InvalidValueException if the value has another form
    EmailAddress {
        if (value.length() > 254 || !FORM.matcher(value).matches()) {
            throw new InvalidValueException("email", "must be an e-mail address like ada@example.org");
        }
    }

    public static EmailAddress of(String value) {
        return new EmailAddress(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
