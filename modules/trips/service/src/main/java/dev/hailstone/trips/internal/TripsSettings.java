package dev.hailstone.trips.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.hailstone.kernel.InvalidValueException;

/// The rules that a trip keeps besides those of its states: what it may wait for how long, what a cancellation costs, and
/// how far ahead it is booked. All durations are positive.
///
/// @param limits how long a trip may stay in each state
/// @param cancellation what a cancellation costs
/// @param booking how trips are booked ahead
/// @param pollInterval how often it is looked for trips whose time is over
/// @param batchSize how many of them are looked up at a time
@ConfigurationProperties("hailstone.trips")
record TripsSettings(@DefaultValue Limits limits, @DefaultValue Cancellation cancellation,
        @DefaultValue Booking booking,
        @DefaultValue("1s") Duration pollInterval, @DefaultValue("100") int batchSize) {

    TripsSettings {
        requirePositive("pollInterval", pollInterval);
        require(batchSize >= 1 && batchSize <= 1000, "batchSize", "must be between 1 and 1000, was " + batchSize);
    }

    /// After each of these times something happens that leads the trip to its end, whoever has fallen silent. The times
    /// count from when this module heard of the state.
    ///
    /// @param driverFoundWithin a request that nobody has answered is cancelled; longer than dispatch takes to give up
    /// @param driverComesWithin a driver who has neither arrived nor started loses the trip, and another is searched
    /// @param riderComesWithin a rider who does not get in is no longer waited for, and the trip is cancelled with a fee
    /// @param rideEndsWithin a ride that nobody has completed is completed, at the quoted fare
    /// @param silentRideEndsWithin the same, if the driver has fallen silent and does not come back
    /// @param mostDrivers a trip that has lost so many drivers is cancelled
    record Limits(@DefaultValue("30m") Duration driverFoundWithin, @DefaultValue("45m") Duration driverComesWithin,
            @DefaultValue("30m") Duration riderComesWithin, @DefaultValue("12h") Duration rideEndsWithin,
            @DefaultValue("30m") Duration silentRideEndsWithin, @DefaultValue("5") int mostDrivers) {

        Limits {
            requirePositive("limits.driverFoundWithin", driverFoundWithin);
            requirePositive("limits.driverComesWithin", driverComesWithin);
            requirePositive("limits.riderComesWithin", riderComesWithin);
            requirePositive("limits.rideEndsWithin", rideEndsWithin);
            requirePositive("limits.silentRideEndsWithin", silentRideEndsWithin);
            require(mostDrivers >= 1 && mostDrivers <= 100, "limits.mostDrivers",
                    "must be between 1 and 100, was " + mostDrivers);
        }
    }

    /// @param freeFor after it was heard that a driver is assigned a rider may cancel for so long without a fee; before, always
    /// @param feeShare of the quoted fare, from 0 to 1; the fee is rounded half-even to the currency's decimals
    record Cancellation(@DefaultValue("2m") Duration freeFor, @DefaultValue("0.25") BigDecimal feeShare) {

        Cancellation {
            requirePositive("cancellation.freeFor", freeFor);
            require(feeShare.signum() >= 0 && feeShare.compareTo(BigDecimal.ONE) <= 0, "cancellation.feeShare",
                    "must be between 0 and 1, was " + feeShare);
        }
    }

    /// @param earliest a pickup is booked at least so long ahead
    /// @param latest and at most so long
    /// @param remindBefore the pickup the rider is reminded
    /// @param searchBefore the pickup a driver is searched and the fare held, after the reminder
    record Booking(@DefaultValue("30m") Duration earliest, @DefaultValue("30d") Duration latest,
            @DefaultValue("20m") Duration remindBefore, @DefaultValue("10m") Duration searchBefore) {

        Booking {
            requirePositive("booking.searchBefore", searchBefore);
            require(remindBefore.compareTo(searchBefore) > 0, "booking.remindBefore",
                    "must be longer than searchBefore, was " + remindBefore);
            require(earliest.compareTo(remindBefore) >= 0, "booking.earliest",
                    "must not be shorter than remindBefore, was " + earliest);
            require(latest.compareTo(earliest) > 0, "booking.latest", "must be longer than earliest, was " + latest);
        }

        /// Whether a pickup can be booked.
        ///
        /// @throws InvalidValueException naming `pickupAt` if it is too near or too far away
        void check(Instant pickupAt, Instant now) {
            require(!pickupAt.isBefore(now.plus(earliest)), "pickupAt", "must be at least %d minutes ahead, was %s"
                    .formatted(earliest.toMinutes(), pickupAt));
            require(!pickupAt.isAfter(now.plus(latest)), "pickupAt", "must be at most %d hours ahead, was %s"
                    .formatted(latest.toHours(), pickupAt));
        }
    }

    private static void requirePositive(String field, Duration duration) {
        require(duration.isPositive(), field, "must be positive, was " + duration);
    }

    private static void require(boolean condition, String field, String reason) {
        if (!condition) {
            throw new InvalidValueException(field, reason);
        }
    }
}
