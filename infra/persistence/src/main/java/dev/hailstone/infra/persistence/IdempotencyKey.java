package dev.hailstone.infra.persistence;

import java.util.regex.Pattern;

/// What a client sends with a command so that sending it again does nothing again (`Idempotency-Key` header).
///
/// @param value 1 to 200 visible ASCII characters, chosen by the client, unique within the module that takes the command
public record IdempotencyKey(String value) {

    private static final Pattern FORM = Pattern.compile("[!-~]{1,200}");

    /// @throws IllegalArgumentException if the value has another form
    public IdempotencyKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be 1 to 200 visible ASCII characters without spaces");
        }
    }
}
