package dev.hailstone.infra.simulator;

import java.io.Serial;

/// The simulation is being stopped.
final class StoppedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    StoppedException(InterruptedException cause) {
        super("stopped", cause);
    }
}
