package dev.hailstone.infra.simulator;

import java.io.Serial;
import java.time.Duration;

/// The server was away for longer than we wanted to wait.
final class ServerAwayException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    ServerAwayException(Duration patience, String trouble) {
        super("the server has not answered for %d s; last: %s".formatted(patience.toSeconds(), trouble));
    }
}
