package dev.hailstone.infra.web;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/// A body that was not there when its time was over.
final class BodyTooSlowException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    private final Duration time;

    BodyTooSlowException(Duration time) {
        super("the body takes longer than " + time);
        this.time = time;
    }

    Problem problem() {
        return CommonProblem.BODY_TOO_SLOW.with("the body may take at most %d ms".formatted(time.toMillis()));
    }
}
