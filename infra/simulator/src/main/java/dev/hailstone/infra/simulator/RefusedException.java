package dev.hailstone.infra.simulator;

import java.io.Serial;

/// The server refused something that should always be possible.
final class RefusedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    RefusedException(Reply.Refused<?> refusal) {
        super(refusal.toString());
    }
}
