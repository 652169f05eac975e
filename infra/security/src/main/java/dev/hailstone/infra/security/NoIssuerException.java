package dev.hailstone.infra.security;

import java.io.Serial;

/// Nobody's tokens could be trusted, and the application is no demo.
final class NoIssuerException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    NoIssuerException() {
        super("Hailstone knows no issuer whose tokens it could trust, and it does not run open.");
    }
}
