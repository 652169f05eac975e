package dev.hailstone.infra.persistence;

import org.jspecify.annotations.Nullable;

/// The database cannot be used, and somebody has to do something about it.
final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /// @param message what happened, and why as far as it is known
    /// @param action  what to do about it
    DatabaseUnavailableException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
