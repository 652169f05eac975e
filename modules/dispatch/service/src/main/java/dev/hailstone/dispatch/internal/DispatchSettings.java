package dev.hailstone.dispatch.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.hailstone.kernel.InvalidValueException;

/// How drivers are searched.
///
/// @param giveUpAfter how long a trip is searched a driver for
/// @param radiiMetres how far from the pickup drivers are looked for, each radius if nobody is free within the one before
/// @param offerExpiresAfter how long a driver who is offered a trip has time to answer
/// @param autoAccept whether drivers who have not said how they take offers are given trips without being asked
/// @param firstRetryAfter the pause after the first attempt that found nobody; it doubles with each attempt
/// @param longestRetryAfter the longest pause between attempts
/// @param batchSize how many searches one round takes up together
/// @param claimFor how long a search is left alone by others once a round has taken it up; if the process dies in between,
/// the search goes on after that
/// @param pollInterval how often the database is asked for searches that nobody has announced
@ConfigurationProperties("hailstone.dispatch")
record DispatchSettings(@DefaultValue("2m") Duration giveUpAfter,
        @DefaultValue({
                "2000", "5000", "10000", "25000"}) List<Double> radiiMetres,
        @DefaultValue("15s") Duration offerExpiresAfter, @DefaultValue("true") boolean autoAccept,
        @DefaultValue("250ms") Duration firstRetryAfter, @DefaultValue("5s") Duration longestRetryAfter,
        @DefaultValue("50") int batchSize, @DefaultValue("30s") Duration claimFor,
        @DefaultValue("1s") Duration pollInterval) {

    private static final double WIDEST_RADIUS = 100_000;

    DispatchSettings {
        requirePositive("giveUpAfter", giveUpAfter);
        requirePositive("offerExpiresAfter", offerExpiresAfter);
        requirePositive("firstRetryAfter", firstRetryAfter);
        requirePositive("longestRetryAfter", longestRetryAfter);
        requirePositive("claimFor", claimFor);
        requirePositive("pollInterval", pollInterval);
        if (batchSize < 1 || batchSize > 1000) {
            throw new InvalidValueException("batchSize", "must be between 1 and 1000, was " + batchSize);
        }
        radiiMetres = List.copyOf(radiiMetres);
        if (radiiMetres.isEmpty()) {
            throw new InvalidValueException("radiiMetres", "must have at least one radius");
        }
        double last = 0;
        for (double radius : radiiMetres) {
            if (!(radius > last && radius <= WIDEST_RADIUS)) {
                throw new InvalidValueException("radiiMetres",
                        "must grow from more than 0 to at most %.0f, were %s".formatted(WIDEST_RADIUS, radiiMetres));
            }
            last = radius;
        }
    }

    /// When to look again after an attempt that found nobody.
    ///
    /// @param attempts how many have been made; 0 if the search was begun anew while another round was still at it
    Instant nextAttempt(Instant now, int attempts) {
        // Beyond 20 doublings any sane first pause has passed any sane longest one.
        Duration pause = firstRetryAfter.multipliedBy(1L << Math.clamp(attempts - 1L, 0, 20));
        return now.plus(pause.compareTo(longestRetryAfter) < 0 ? pause : longestRetryAfter);
    }

    private static void requirePositive(String field, Duration duration) {
        if (!duration.isPositive()) {
            throw new InvalidValueException(field, "must be positive, was " + duration);
        }
    }
}
