package dev.hailstone.kernel;

import java.io.Serial;

/// A value that its type does not allow, with the field and the reason in words that may be shown to whoever sent it.
public final class InvalidValueException extends IllegalArgumentException {

    @Serial private static final long serialVersionUID = 1L;

    private static final int LONGEST_QUOTE = 100;

    private final String field;
    private final String reason;

    /// @param field the component that is wrong, relative to the value: `latitude`, not `pickup.latitude`
    /// @param reason why, beginning in lower case: `must be between -90 and 90 degrees, was 91.0`
    public InvalidValueException(String field, String reason) {
        super(field + " " + reason);
        this.field = field;
        this.reason = reason;
    }

    /// A refused value in quotation marks, for a reason: of a long one the first 100 characters and an ellipsis. Reasons go into
    /// logs and answers, and a value may be as long as a body.
    public static String quote(String value) {
        if (value.length() <= LONGEST_QUOTE) {
            return "'" + value + "'";
        }
        // Half of a pair of surrogates is no character, and a body that has one is no UTF-8.
        int end = Character.isHighSurrogate(value.charAt(LONGEST_QUOTE - 1)) ? LONGEST_QUOTE - 1 : LONGEST_QUOTE;
        return "'" + value.substring(0, end) + "…'";
    }

    /// The component that is wrong, relative to the value.
    public String field() {
        return field;
    }

    /// Why it is wrong.
    public String reason() {
        return reason;
    }
}
