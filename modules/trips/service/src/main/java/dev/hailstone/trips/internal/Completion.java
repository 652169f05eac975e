package dev.hailstone.trips.internal;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.trips.Fare;

/// What the driver reports at the end of a ride. Everything is optional.
///
/// @param fare what the meter says; without it the ride is priced
/// @param tip on top of the price of a ride without a meter; a metered tip is part of the fare
/// @param dropoff where the ride ended, if not where the rider had wanted to go
/// @param distanceMetres as driven, from 0 to what [can be priced][FinishedRide#FARTHEST]
/// @param startedAt when the ride began, if not when the trip was started; in 2000 or later
/// @param endedAt when the ride ended, if not now; in 2000 or later
record Completion(@Nullable Fare fare, @Nullable Money tip, @Nullable GeoPoint dropoff,
        @Nullable Double distanceMetres, @Nullable Instant startedAt, @Nullable Instant endedAt) {

    static final Completion PLAIN = new Completion(null, null, null, null, null, null);

    /// Far above any ride: a slipped decimal point is refused here, where somebody can correct it.
    private static final BigDecimal HIGHEST = new BigDecimal("100000");

    /// Before any ride: a meter that has lost its clock is refused here, and so is a year that PostgreSQL does not have.
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /// @throws InvalidValueException if a value is impossible whatever the trip
    Completion {
        if (fare != null && tip != null) {
            throw new InvalidValueException("tip",
                    "must not be given beside a metered fare, which has a tip of its own");
        }
        if (tip != null && tip.isNegative()) {
            throw new InvalidValueException("tip", "must not be negative, was " + tip);
        }
        requireSensible("tip", tip);
        if (fare != null) {
            requireSensible("fare.ride", fare.ride());
            requireSensible("fare.tip", fare.tip());
            requireSensible("fare.tolls", fare.tolls());
            requireSensible("fare.surcharges", fare.surcharges());
        }
        // Written so that NaN fails too.
        if (distanceMetres != null && !(distanceMetres >= 0 && distanceMetres <= FinishedRide.FARTHEST)) {
            throw new InvalidValueException("distanceMetres",
                    "must be between 0 and %.0f, was %s".formatted(FinishedRide.FARTHEST, distanceMetres));
        }
        requireSensible("startedAt", startedAt);
        requireSensible("endedAt", endedAt);
        if (startedAt != null && endedAt != null && endedAt.isBefore(startedAt)) {
            throw new InvalidValueException("endedAt", "must not be before startedAt, was " + endedAt);
        }
    }

    private static void requireSensible(String field, @Nullable Money amount) {
        if (amount != null && amount.amount().compareTo(HIGHEST) > 0) {
            throw new InvalidValueException(field, "must be at most %s, was %s".formatted(HIGHEST, amount));
        }
    }

    private static void requireSensible(String field, @Nullable Instant time) {
        if (time != null && time.isBefore(EARLIEST)) {
            throw new InvalidValueException(field, "must not be before %s, was %s".formatted(EARLIEST, time));
        }
    }
}
