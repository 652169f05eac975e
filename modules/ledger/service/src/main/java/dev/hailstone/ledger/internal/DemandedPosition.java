package dev.hailstone.ledger.internal;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.web.Problem;

/// Lets a question wait until the read models know what it must not miss: `atLeast`, a position from an earlier answer.
@Component
class DemandedPosition {

    private final Bookkeeping bookkeeping;
    private final BookkeepingLoop loop;
    private final LedgerProperties properties;

    DemandedPosition(Bookkeeping bookkeeping, BookkeepingLoop loop, LedgerProperties properties) {
        this.bookkeeping = bookkeeping;
        this.loop = loop;
        this.properties = properties;
    }

    /// @param atLeast null if anything will do
    /// @throws Problem 400 if it is negative; 409 if it does not come in time, or never will
    void await(@Nullable Long atLeast) {
        if (atLeast == null) {
            return;
        }
        if (atLeast < 0) {
            throw Problem.invalid("atLeast", "must not be negative, was " + atLeast);
        }
        long reached = reached(atLeast);
        if (reached < atLeast) {
            throw Problem
                    .of(HttpStatus.CONFLICT, "position-not-reached",
                            "the read models are at position %d after %d ms, %d was demanded".formatted(reached,
                                    properties.patience().toMillis(), atLeast))
                    .with("position", reached);
        }
    }

    private long reached(long atLeast) {
        try {
            long known = bookkeeping.reached();
            if (known >= atLeast) {
                return known;
            }
            // What other processes have committed is known here after a round.
            loop.wake();
            return bookkeeping.await(atLeast, properties.patience());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the ledger is being stopped");
        }
    }
}
