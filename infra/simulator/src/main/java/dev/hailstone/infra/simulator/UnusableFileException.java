package dev.hailstone.infra.simulator;

import java.io.Serial;

/// A file that was given to us is not what we need; the message says why.
final class UnusableFileException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    UnusableFileException(String message) {
        super(message);
    }
}
