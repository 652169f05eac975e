package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Account.Driver;
import dev.hailstone.ledger.internal.Account.Numbered;
import dev.hailstone.ledger.internal.Account.Own;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// Something that happened to accounts. Entries are the ledger's memory: written once, never changed, never deleted.
///
/// They are the module's own; what other modules hear of them is in the contract.
sealed interface Entry {

    /// In whose stream the entry stands: the wallet whose rule it has to keep.
    Wallet wallet();

    /// What the entry moves, and what it sets aside.
    default Transaction transaction() {
        return switch (this) {
            case DepositReceived(RiderId rider, Money amount) ->
                Transaction.debit(Own.CASH, amount).credit(new Rider(rider), amount).balanced();
            case PayoutSent(DriverId driver, Money amount) ->
                Transaction.debit(new Driver(driver), amount).credit(Own.CASH, amount).balanced();
            case BalanceUpdated(AccountNumber account, Money amount) ->
                Transaction.debit(Own.CASH, amount).credit(new Numbered(account), amount).balanced();
            case FareHeld hold -> Transaction.hold(hold.wallet().account(), hold.amount);
            case HoldReleased hold -> Transaction.hold(hold.wallet().account(), hold.amount.negated());
            case HoldRefused _ -> Transaction.NONE;
            case FareSettled fare -> new Transaction.Draft()
                    // Written even if it is of nothing: a trip that was free was driven all the same.
                    .line(fare.wallet().account(), fare.total.negated(), fare.freed().negated())
                    .credit(new Driver(fare.driverId), fare.driverShare)
                    .credit(Own.REVENUE, fare.platformShare)
                    .credit(Own.SURCHARGES, fare.surcharges)
                    .balanced();
            case FareRefunded refund -> Transaction.debit(new Driver(refund.driverId), refund.driverShare)
                    .debit(Own.REVENUE, refund.platformShare)
                    .debit(Own.SURCHARGES, refund.surcharges)
                    .credit(refund.wallet().account(), refund.total)
                    .balanced();
            case TransactionReversed reversal ->
                new Transaction(reversal.lines.stream().map(ReversedLine::posting).toList());
        };
    }

    /// The trip that it is about, if any.
    default @Nullable TripId trip() {
        return switch (this) {
            case OfTrip ofTrip -> ofTrip.tripId();
            case TransactionReversed reversal -> reversal.tripId;
            case DepositReceived _,PayoutSent _,BalanceUpdated _ -> null;
        };
    }

    /// The transaction that it undoes, if any.
    default @Nullable UUID reversed() {
        return this instanceof TransactionReversed reversal ? reversal.reversedTransaction : null;
    }

    /// Which of the entries of its type about its trip this is: 1 for the first.
    default int part() {
        return switch (this) {
            case FareSettled fare -> fare.number;
            case FareRefunded refund -> refund.number;
            case TransactionReversed reversal -> reversal.part;
            case DepositReceived _,PayoutSent _,BalanceUpdated _,FareHeld _,HoldRefused _,HoldReleased _ -> 1;
        };
    }

    /// Where and when that happened which the entry is about.
    ///
    /// @param now for what happens when it is recorded
    default Occasion occasion(Instant now) {
        return switch (this) {
            case FareSettled fare -> new Occasion(fare.zone, fare.endedAt);
            case FareRefunded refund -> new Occasion(refund.zone, refund.endedAt);
            case TransactionReversed reversal -> new Occasion(reversal.zone, reversal.occurredAt);
            case DepositReceived _,PayoutSent _,BalanceUpdated _,FareHeld _,HoldRefused _,HoldReleased _ ->
                new Occasion(null, now);
        };
    }

    /// What a posting adds to the sum of the fares that the account's owner has paid.
    default Money charges(Posting posting) {
        return this instanceof FareSettled fare && posting.account().equals(fare.wallet().account())
                ? posting.amount().negated()
                : Money.zero(posting.amount().currency());
    }

    /// What a posting adds to the sum that the account's owner was paid out.
    default Money paysOut(Posting posting) {
        boolean paysOut = switch (this) {
            case PayoutSent _ -> true;
            case TransactionReversed reversal -> reversal.reversedType.equals(EntryJson.PAYOUT_SENT);
            case DepositReceived _,BalanceUpdated _,OfTrip _ -> false;
        };
        return paysOut && posting.account() instanceof Driver
                ? posting.amount().negated()
                : Money.zero(posting.amount().currency());
    }

    /// A rider's money arrived.
    record DepositReceived(RiderId riderId, Money amount) implements Entry {

        @Override
        public Wallet wallet() {
            return Wallet.of(new Rider(riderId), amount);
        }
    }

    /// A driver's earnings were sent to their bank.
    record PayoutSent(DriverId driverId, Money amount) implements Entry {

        @Override
        public Wallet wallet() {
            return Wallet.of(new Driver(driverId), amount);
        }
    }

    /// A plain account has more, or less.
    record BalanceUpdated(AccountNumber account, Money amount) implements Entry {

        @Override
        public Wallet wallet() {
            return Wallet.of(new Numbered(account), amount);
        }
    }

    /// An entry about the fare of a trip.
    sealed interface OfTrip extends Entry {

        TripId tripId();

        RiderId riderId();

        /// What of the rider's it is about.
        Money amount();

        @Override
        default Wallet wallet() {
            return Wallet.of(new Rider(riderId()), amount());
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
    /// @param number 1 for the first charge of the trip, one more for each that follows one that was reversed
    /// @param total the sum of the three parts
    /// @param driverShare part of the ride, tip and tolls
    /// @param platformShare the rest of the ride
    /// @param hold what had been set aside and no longer is
    /// @param zone where the ride began
    /// @param endedAt when the ride ended
    record FareSettled(TripId tripId, int number, RiderId riderId, DriverId driverId, Money total, Money driverShare,
            Money platformShare, Money surcharges, @Nullable Money hold, String zone,
            Instant endedAt) implements OfTrip {

        @Override
        public Money amount() {
            return total;
        }

        Money freed() {
            return hold == null ? Money.zero(total.currency()) : hold;
        }
    }

    /// The rider got a fare back, or a part of it, and everybody gave their share.
    ///
    /// @param number 1 for the first refund of the trip
    /// @param total the sum of the three parts
    /// @param zone where the ride began
    /// @param endedAt when the ride ended
    record FareRefunded(TripId tripId, int number, RiderId riderId, DriverId driverId, Money total, Money driverShare,
            Money platformShare, Money surcharges, String zone, Instant endedAt) implements OfTrip {

        @Override
        public Money amount() {
            return total;
        }
    }

    /// A transaction was undone by one that moves the same back. Both stay.
    ///
    /// @param stream the code of the wallet in whose stream the undone transaction stands
    /// @param reversedTransaction the undone one
    /// @param reversedType what kind of entry that was
    /// @param part which of the entries of that kind about the trip it was
    /// @param occurredAt when that happened which the undone entry is about
    /// @param reason in an operator's words
    record TransactionReversed(String stream, UUID reversedTransaction, String reversedType, int part,
            @Nullable TripId tripId, @Nullable String zone, Instant occurredAt, String reason,
            List<ReversedLine> lines) implements Entry {

        public TransactionReversed {
            lines = List.copyOf(lines);
        }

        @Override
        public Wallet wallet() {
            return Wallet.of(stream);
        }
    }

    /// A line of a reversal: a posting as it is written down.
    ///
    /// @param account its code
    record ReversedLine(String account, Money amount, Money held) {

        static ReversedLine of(Posting posting) {
            return new ReversedLine(posting.account().code(), posting.amount(), posting.held());
        }

        Posting posting() {
            return new Posting(Account.of(account), amount, held);
        }
    }
}
