package dev.hailstone.infra.messaging;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/// The transport has found something that it must not go on with, and that only a person can mend.
final class SubscriptionStopped extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final String reason;

    /// @param reason what is wrong, where, and what to do about it
    SubscriptionStopped(String reason) {
        this(reason, null);
    }

    /// @param reason what is wrong, where, and what to do about it
    SubscriptionStopped(String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
