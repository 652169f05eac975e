package dev.hailstone.trips;

import java.util.regex.Pattern;

import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;

/// A rider, under the name by which the outside world knows them.
///
/// @param value 1 to 64 letters, digits, dots, underscores or hyphens
public record RiderId(String value) implements Identifier {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /// @throws InvalidValueException if the value has another form
    public RiderId {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidValueException("riderId",
                    "must be 1 to 64 letters, digits, dots, underscores or hyphens, was '" + value + "'");
        }
    }

    public static RiderId of(String value) {
        return new RiderId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
