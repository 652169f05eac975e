package dev.hailstone.tracking;

import java.util.regex.Pattern;

import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;

/// A driver, under the name by which the outside world knows them.
///
/// @param value 1 to 64 letters, digits, dots, underscores or hyphens
public record DriverId(String value) implements Identifier {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /// @throws InvalidValueException if the value has another form
    public DriverId {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidValueException("driverId",
                    "must be 1 to 64 letters, digits, dots, underscores or hyphens, was '" + value + "'");
        }
    }

    public static DriverId of(String value) {
        return new DriverId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
