package dev.hailstone.kernel;

/// Marks a record of exactly one component as an id: in JSON, paths and logs it is its bare value.
///
/// The record's `toString` returns that value, and a static `of(String)` reads it back.
public interface Identifier {

    /// Refuses what cannot be the name of somebody whom others have named.
    ///
    /// A loop and no regular expression, which takes ten times as long: every position that is reported names its driver.
    ///
    /// @param field what is named, for whoever sent it
    /// @throws InvalidValueException if it is not 1 to 64 ASCII letters, digits, dots, underscores or hyphens
    static void requireName(String field, String value) {
        boolean allowed = !value.isEmpty() && value.length() <= 64;
        for (int i = 0; allowed && i < value.length(); i++) {
            char each = value.charAt(i);
            allowed = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9')
                    || each == '.' || each == '_' || each == '-';
        }
        if (!allowed) {
            throw new InvalidValueException(field,
                    "must be 1 to 64 letters, digits, dots, underscores or hyphens, was "
                            + InvalidValueException.quote(value));
        }
    }
}
