package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;

/// A time in which something is left alone. It is over when its length has passed, and also if the clock has been set back
/// behind its begin: nobody waits for longer than its length because of that.
record Pause(Instant begin, Duration length) {

    /// Over at any time.
    static final Pause NONE = new Pause(Instant.MIN, Duration.ZERO);

    /// @return what is left of it; zero if it is over
    Duration rest(Instant now) {
        if (now.isBefore(begin)) {
            return Duration.ZERO;
        }
        Duration rest = length.minus(Duration.between(begin, now));
        return rest.isPositive() ? rest : Duration.ZERO;
    }

    boolean isOver(Instant now) {
        return rest(now).isZero();
    }
}
