package dev.hailstone.infra.simulator;

import java.io.Serial;

/// There are no tokens to be had with what was given to us; the message says why.
final class UnusableCredentialsException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    UnusableCredentialsException(String message) {
        super(message);
    }
}
