package dev.hailstone.infra.web;

import java.io.IOException;
import java.io.Serial;

import org.springframework.util.unit.DataSize;

/// A body that turned out to be larger than allowed while it was read.
final class BodyTooLargeException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    private final long limit;

    BodyTooLargeException(DataSize limit) {
        super("the body is larger than " + limit);
        this.limit = limit.toBytes();
    }

    Problem problem() {
        return CommonProblem.BODY_TOO_LARGE.with("the body may have at most %d bytes".formatted(limit));
    }
}
