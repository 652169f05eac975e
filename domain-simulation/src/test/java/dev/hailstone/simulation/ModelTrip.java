package dev.hailstone.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// A trip as the model sees it, told in the words of the [facts][Model#fact] that have to follow.
final class ModelTrip {

    /// Processes may have died again and again.
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    final TripId id;
    final RiderId rider;
    final long quoted;
    final String currency;
    final @Nullable Instant pickupAt;
    final Set<DriverId> declined = new HashSet<>();
    String phase;
    String money = "unknown";
    String search = "unknown";
    Instant giveUpAt = Instant.MAX;
    Instant offerExpiresAt = Instant.MAX;
    @Nullable DriverId driver;
    long ride;
    long tip;
    long surcharges;
    /// What driver and platform still have of the fare, and what is still payable to others.
    long driverShare;
    long platformShare;
    long payable;
    boolean refunded;
    private Instant since = Instant.MIN;
    private Instant freeUntil = Instant.MIN;
    private Instant dueAt;
    private boolean reminded;
    private int driversLost;

    ModelTrip(TripId id, RiderId rider, Money price, @Nullable Instant pickupAt, Instant now) {
        this.id = id;
        this.rider = rider;
        this.quoted = Model.cents(price);
        this.currency = price.currency().getCurrencyCode();
        this.pickupAt = pickupAt;
        this.phase = pickupAt == null ? "REQUESTED" : "SCHEDULED";
        this.dueAt = pickupAt == null ? now.plus(Rules.DRIVER_FOUND_WITHIN) : pickupAt.minus(Rules.REMINDED_BEFORE);
    }

    String account() {
        return Model.wallet("rider:" + rider, currency);
    }

    boolean is(String... phases) {
        return List.of(phases).contains(phase);
    }

    boolean isOver() {
        return phase.startsWith("C");
    }

    /// Whether its rider can have no other trip.
    boolean isOpen() {
        return !isOver() && !is("SCHEDULED");
    }

    boolean isCharged() {
        return money.equals("charged") || money.equals("reversed");
    }

    /// Whether it, or the search for its driver, should long have gone on by itself.
    boolean isForgotten(Instant now) {
        return (!isOver() && now.isAfter(dueAt.plus(PATIENCE)))
                || (search.equals("on") && now.isAfter(giveUpAt.plus(PATIENCE)));
    }

    long total() {
        return ride + tip + surcharges;
    }

    /// What can still be given back of the fare.
    long left() {
        return driverShare + platformShare + payable;
    }

    /// The fact that money has moved between the rider and those who have a share of the fare.
    String money(String fact, long total, long ofDriver, long ofPlatform) {
        return money(fact, id, rider, driver, total, ofDriver, ofPlatform);
    }

    static String money(String fact, TripId id, RiderId rider, @Nullable DriverId driver, long total, long ofDriver,
            long ofPlatform) {
        return "%s %s %s %s %d: %d, %d".formatted(fact, id, rider, driver, total, ofDriver, ofPlatform);
    }

    /// @param silentAt when the driver last fell silent, as far as trips has heard
    void assign(DriverId found, Instant at, Instant silentAt, Instant now, List<String> facts) {
        if (is("REQUESTED")) {
            enter("ASSIGNED", at, wanted(now).plus(Rules.DRIVER_COMES_WITHIN));
            freeUntil = now.plus(Rules.CANCELLATION_FREE_FOR);
            driver = found;
            loseSight(silentAt, now, facts);
        }
    }

    void arrive(Instant now, List<String> facts) {
        if (is("ASSIGNED")) {
            enter("ARRIVED", now, wanted(now).plus(Rules.RIDER_COMES_WITHIN));
            facts.add("DriverArrived " + id);
        }
    }

    void start(Instant now, List<String> facts) {
        if (is("ASSIGNED", "ARRIVED")) {
            enter("IN_PROGRESS", now, now.plus(Rules.RIDE_ENDS_WITHIN));
            facts.add("TripStarted " + id);
        }
    }

    /// @param meter null if the price is the quoted one
    void complete(@Nullable Fare meter, List<String> facts) {
        if (is("IN_PROGRESS")) {
            enter("COMPLETED", Instant.MAX, Instant.MAX);
            ride = meter == null ? quoted : Model.cents(meter.ride());
            tip = meter == null ? 0 : Model.cents(meter.tip().plus(meter.tolls()));
            surcharges = meter == null ? 0 : Model.cents(meter.surcharges());
            facts.add("TripCompleted %s %s %d".formatted(id, driver, total()));
        }
    }

    void cancelByRider(Instant now, List<String> facts) {
        boolean free = is("ASSIGNED") && now.isBefore(freeUntil);
        if (is("SCHEDULED", "REQUESTED", "ASSIGNED", "ARRIVED")) {
            cancel("RIDER_CANCELLED", !is("SCHEDULED", "REQUESTED") && !free, facts);
        }
    }

    void cancelWithoutDriver(String reason, List<String> facts) {
        if (is("SCHEDULED", "REQUESTED")) {
            cancel(reason, false, facts);
        }
    }

    private void cancel(String reason, boolean costs, List<String> facts) {
        enter("CANCELLED " + reason, Instant.MAX, Instant.MAX);
        // A quarter, half a cent rounded to the even one.
        ride = costs ? Model.quarters(1, quoted) : 0;
        facts.add("TripCancelled %s %s %s %d".formatted(id, reason, driver, ride));
    }

    void lose(String reason, Instant now, List<String> facts) {
        if (!is("ASSIGNED", "ARRIVED")) {
            return;
        }
        driversLost++;
        if (driversLost == Rules.MOST_DRIVERS) {
            cancel("NO_DRIVER_FOUND", false, facts);
        } else {
            facts.add("DriverUnassigned %s %s %s".formatted(id, driver, reason));
            enter("REQUESTED", now, wanted(now).plus(Rules.DRIVER_FOUND_WITHIN));
            driver = null;
        }
    }

    void loseSight(Instant at, Instant now, List<String> facts) {
        if (at.isAfter(since) && is("IN_PROGRESS")) {
            Instant limit = now.plus(Rules.SILENT_RIDE_ENDS_WITHIN);
            dueAt = limit.isBefore(dueAt) ? limit : dueAt;
        } else if (at.isAfter(since)) {
            lose("DRIVER_SILENT", now, facts);
        }
    }

    void regainSight() {
        if (is("IN_PROGRESS")) {
            dueAt = since.plus(Rules.RIDE_ENDS_WITHIN);
        }
    }

    /// What it does by itself, now that the module does something about it.
    ///
    /// @param riderIsOnAnother whether the rider has an open trip
    void goOn(boolean riderIsOnAnother, Instant now, List<String> facts) {
        if (now.isBefore(dueAt)) {
            return;
        }
        switch (phase) {
            case "SCHEDULED" -> goOnWithBooking(pickupAt == null ? now : pickupAt, riderIsOnAnother, now, facts);
            case "REQUESTED" -> cancel("NO_DRIVER_FOUND", false, facts);
            case "ASSIGNED" -> lose("PICKUP_OVERDUE", now, facts);
            case "ARRIVED" -> cancel("RIDER_NOT_THERE", true, facts);
            case "IN_PROGRESS" -> complete(null, facts);
            default -> throw new AssertionError("%s is over and goes on".formatted(id));
        }
    }

    private void goOnWithBooking(Instant pickup, boolean riderIsOnAnother, Instant now, List<String> facts) {
        if (reminded && riderIsOnAnother) {
            if (!now.isBefore(pickup)) {
                cancel("RIDER_ON_ANOTHER_TRIP", false, facts);
            }
        } else if (!now.isBefore(pickup.plus(Rules.DRIVER_FOUND_WITHIN))) {
            cancel("NO_DRIVER_FOUND", false, facts);
        } else if (reminded) {
            enter("REQUESTED", now, wanted(now).plus(Rules.DRIVER_FOUND_WITHIN));
            facts.add("TripRequested %s %d".formatted(id, quoted));
        } else {
            reminded = true;
            dueAt = pickup.minus(Rules.SEARCHED_BEFORE);
            facts.add("PickupApproached " + id);
        }
    }

    @Override
    public String toString() {
        return "%s (%s, due at %s, search %s until %s)".formatted(id, phase, dueAt, search, giveUpAt);
    }

    /// From when on its rider waits.
    Instant wanted(Instant now) {
        return pickupAt != null && pickupAt.isAfter(now) ? pickupAt : now;
    }

    private void enter(String next, Instant at, Instant due) {
        phase = next;
        since = at;
        dueAt = due;
    }
}
