package dev.hailstone.ledger.internal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.Rounds;

/// Lets the bookkeeper work whenever something was written, and looks once a second for what other processes wrote.
///
/// At the end of a round it gathers for a moment: a round costs nearly the same for one entry as for a hundred.
@Component
final class BookkeepingLoop extends Rounds {

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final Bookkeeping bookkeeping;
    private final LedgerProperties properties;

    BookkeepingLoop(Bookkeeping bookkeeping, LedgerProperties properties) {
        super("ledger-bookkeeping", POLL_INTERVAL);
        this.bookkeeping = bookkeeping;
        this.properties = properties;
    }

    @Override
    protected Duration round() {
        bookkeeping.catchUp();
        LockSupport.parkNanos(properties.postingInterval().toNanos());
        return POLL_INTERVAL;
    }
}
