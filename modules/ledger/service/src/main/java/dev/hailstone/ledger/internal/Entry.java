package dev.hailstone.ledger.internal;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Account.Driver;
import dev.hailstone.ledger.internal.Account.Own;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// Something that happened to accounts. Entries are the ledger's memory: written once, never changed, never deleted.
///
/// They are the module's own; what other modules hear of them is in the contract.
sealed interface Entry {

    /// The account in whose stream the entry stands.
    Account account();

    /// What the entry moves.
    default Transaction transaction() {
        return switch (this) {
            case DepositReceived(RiderId rider, Money amount) ->
                Transaction.debit(Own.CASH, amount).credit(new Rider(rider), amount).balanced();
            case PayoutSent(DriverId driver, Money amount) ->
                Transaction.debit(new Driver(driver), amount).credit(Own.CASH, amount).balanced();
            case FareSettled fare -> Transaction.debit(fare.account(), fare.total())
                    .credit(new Driver(fare.driverId()), fare.driverShare())
                    .credit(Own.REVENUE, fare.platformShare())
                    .credit(Own.SURCHARGES, fare.surcharges())
                    .balanced();
            // A hold is a promise about money; it moves none.
            case FareHeld _,HoldRefused _,HoldReleased _ -> Transaction.NONE;
        };
    }

    /// A rider's money arrived.
    record DepositReceived(RiderId riderId, Money amount) implements Entry {

        @Override
        public Account account() {
            return new Rider(riderId);
        }
    }

    /// A driver's earnings were sent to their bank.
    record PayoutSent(DriverId driverId, Money amount) implements Entry {

        @Override
        public Account account() {
            return new Driver(driverId);
        }
    }

    /// An entry about the fare of a trip. Of each kind there is at most one a trip.
    sealed interface OfTrip extends Entry {

        TripId tripId();

        RiderId riderId();

        @Override
        default Account account() {
            return new Rider(riderId());
        }
    }

    /// The quoted fare was set aside.
    record FareHeld(TripId tripId, RiderId riderId, Money amount) implements OfTrip {}

    /// The quoted fare could not be set aside.
    ///
    /// @param available what could have been
    record HoldRefused(TripId tripId, RiderId riderId, Money amount, Money available) implements OfTrip {}

    /// What was set aside is free again, since the trip came to nothing.
    record HoldReleased(TripId tripId, RiderId riderId, Money amount) implements OfTrip {}

    /// The rider paid for the trip.
    ///
    /// @param total the sum of the three parts
    /// @param driverShare part of the ride, tip and tolls
    /// @param platformShare the rest of the ride
    /// @param hold what had been set aside and no longer is
    record FareSettled(TripId tripId, RiderId riderId, DriverId driverId, Money total, Money driverShare,
            Money platformShare, Money surcharges, @Nullable Money hold) implements OfTrip {}
}
