package dev.hailstone.infra.web;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// Names for single failures, so that what a client saw can be found in the log.
final class ErrorIds {

    private ErrorIds() {}

    static String next() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 10);
    }

    static Problem problem(String errorId) {
        return CommonProblem.INTERNAL_ERROR.with("something went wrong here; the log has it as " + errorId)
                .with("errorId", errorId);
    }
}
