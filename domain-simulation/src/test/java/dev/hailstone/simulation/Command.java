package dev.hailstone.simulation;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// What people ask of modules. Whoever gets no answer asks again, under the same key.
sealed interface Command {

    String key();

    /// @param pickupAt null for at once
    record Request(String key, RiderId rider, QuoteId quote, @Nullable Instant pickupAt) implements Command {}

    record Arrive(String key, TripId trip) implements Command {}

    record Start(String key, TripId trip) implements Command {}

    /// @param meter what the meter says; null if the price is the quoted one
    record Complete(String key, TripId trip, @Nullable Fare meter) implements Command {}

    record Cancel(String key, TripId trip) implements Command {}

    record GiveBack(String key, TripId trip) implements Command {}

    record Answer(String key, TripId trip, DriverId driver, boolean accepted) implements Command {}

    /// @param autoAccept whether the driver takes whatever comes
    record Choose(String key, DriverId driver, boolean autoAccept) implements Command {}

    record Deposit(String key, RiderId rider, Money amount) implements Command {}

    record PayOut(String key, DriverId driver, Money amount) implements Command {}

    /// @param amount null for all that is left
    record Refund(String key, TripId trip, @Nullable Money amount) implements Command {}

    /// @param what the transaction moved
    record Reverse(String key, UUID transaction, Moved what) implements Command {}

    /// What an operator reads of a transaction before they undo it.
    sealed interface Moved {

        record Charge(TripId trip) implements Moved {}

        record Deposit(RiderId rider, Money amount) implements Moved {}

        record Payout(DriverId driver, Money amount) implements Moved {}
    }
}
