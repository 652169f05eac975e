package dev.hailstone.dispatch.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import dev.hailstone.infra.persistence.Rounds;

/// Runs one round of searching after the other while there is something to do.
///
/// It is woken when a search has become due in this process. It looks by itself when the next attempt is due or the next
/// offer expires, and every poll interval for what was begun elsewhere or before a restart.
@Component
final class SearchLoop extends Rounds {

    /// A due search that no round takes up is in the hands of another transaction, which is as short as this.
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);

    private final SearchingDrivers searching;
    private final AssigningDrivers assigning;
    private final DispatchSettings settings;
    private final Clock clock;

    SearchLoop(SearchingDrivers searching, AssigningDrivers assigning, DispatchSettings settings, Clock clock) {
        super("dispatch-search", settings.pollInterval());
        this.searching = searching;
        this.assigning = assigning;
        this.settings = settings;
        this.clock = clock;
    }

    @TransactionalEventListener
    void on(SearchDue search) {
        wake();
    }

    @Override
    protected Duration round() {
        return searching.round() > 0 ? Duration.ZERO : untilNextAttempt();
    }

    private Duration untilNextAttempt() {
        Instant now = clock.instant();
        Duration pause = assigning.nextAttempt()
                .map(next -> Duration.between(now, next))
                .filter(untilNext -> untilNext.compareTo(settings.pollInterval()) < 0)
                .orElse(settings.pollInterval());
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }
}
