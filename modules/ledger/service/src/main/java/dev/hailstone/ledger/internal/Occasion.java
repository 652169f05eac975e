package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/// Where and when something happened, as far as reports ask.
///
/// @param zone null if it happened nowhere
/// @param at in microseconds, as PostgreSQL keeps it
record Occasion(@Nullable String zone, Instant at) {

    Occasion {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}
