package dev.hailstone.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.NoDriverFound;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.DriverPaidOut;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.ledger.HoldDeclined;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.simulation.Commit.Cause;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;

/// What has to happen, in cents and a few dozen lines that share nothing with the code which they judge.
///
/// The model is told each transaction: what a module was told in it, and what it published. From the first it says what
/// the second has to be. Only who drives whom and when nobody is found it does not foretell; it says whether that may be.
final class Model {

    static final int CREDIT = 50_00;
    static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

    private final Map<TripId, Trip> trips = new HashMap<>();
    private final Map<String, Long> balances = new TreeMap<>();
    private final Map<String, Long> held = new TreeMap<>();
    private final Map<String, Long> beyond = new HashMap<>();
    private final Set<String> commands = new HashSet<>();
    private final Map<DriverId, TripId> driving = new HashMap<>();

    /// @throws AssertionError if something else has happened than had to
    void after(Commit commit, Instant now) {
        List<String> expected = new ArrayList<>();
        for (Cause cause : commit.causes()) {
            switch (commit.module()) {
                case "trips" -> trips(cause, commit.events(), expected);
                case "ledger" -> ledger(cause, expected);
                default -> dispatch(cause, commit.events(), now, expected);
            }
        }
        List<String> happened = commit.events().stream().map(Model::fact).toList();
        if (!happened.equals(expected)) {
            throw new AssertionError("""
                    %s, told %s, published
                    %s
                    instead of
                    %s""".formatted(commit.module(), commit.causes(), happened, expected));
        }
    }

    private void trips(Cause cause, List<ModuleEvent> events, List<String> expected) {
        switch (cause) {
            case Cause.Heard(HoldDeclined hold) -> trips.get(hold.tripId()).cancel("HOLD_DECLINED", expected);
            case Cause.Heard(NoDriverFound search) -> trips.get(search.tripId()).cancel("NO_DRIVER_FOUND", expected);
            case Cause.Heard(DriverAssigned found) -> trips.get(found.tripId()).assign(found.driverId());
            case Cause.Commanded(Command.Request _) -> events.forEach(event -> request((TripRequested) event, expected));
            case Cause.Commanded(Command.Arrive(_, TripId id)) -> trips.get(id).arrive(expected);
            case Cause.Commanded(Command.Start(_, TripId id)) -> trips.get(id).start(expected);
            case Cause.Commanded(Command.Complete(_, TripId id, Fare meter)) -> trips.get(id).complete(meter, expected);
            case Cause.Commanded(Command.Cancel(_, TripId id)) -> trips.get(id).cancel("RIDER_CANCELLED", expected);
            case Cause _ -> {
            }
        }
    }

    private void request(TripRequested wish, List<String> expected) {
        boolean open = trips.values().stream().anyMatch(trip -> trip.rider.equals(wish.riderId()) && !trip.isOver());
        if (open || trips.containsKey(wish.tripId())) {
            throw new AssertionError("rider %s has a second trip".formatted(wish.riderId()));
        }
        trips.put(wish.tripId(), new Trip(wish.tripId(), wish.riderId(), cents(wish.quotedFare())));
        expected.add(fact(wish));
    }

    private void ledger(Cause cause, List<String> expected) {
        switch (cause) {
            case Cause.Heard(TripRequested wish) -> hold(trips.get(wish.tripId()), expected);
            case Cause.Heard(TripCancelled end) -> release(trips.get(end.tripId()));
            case Cause.Heard(TripCompleted end) -> charge(trips.get(end.tripId()), expected);
            case Cause.Commanded(Command.Deposit(String key, RiderId rider, Money amount)) when commands.add(key) ->
                move("platform:cash", "rider:" + rider, cents(amount));
            case Cause.Commanded(Command.PayOut(String key, DriverId driver, Money amount)) when !commands.contains(key)
                    && balances.getOrDefault("driver:" + driver, 0L) >= cents(amount) -> {
                commands.add(key);
                move("driver:" + driver, "platform:cash", cents(amount));
                expected.add("DriverPaidOut %s %d".formatted(driver, cents(amount)));
            }
            case Cause.Commanded(Command.Refund(String key, TripId id)) when trips.get(id).isCharged()
                    && commands.add(key) -> refund(trips.get(id));
            case Cause _ -> {
            }
        }
    }

    private void hold(Trip trip, List<String> expected) {
        String rider = trip.account();
        if (trip.money != null) {
            return;
        }
        boolean covered = balances.getOrDefault(rider, 0L) - held.getOrDefault(rider, 0L) + CREDIT >= trip.quoted;
        trip.money = covered ? "held" : "refused";
        held.merge(rider, covered ? trip.quoted : 0L, Long::sum);
        expected.add("%s %s %d".formatted(covered ? "HoldPlaced" : "HoldDeclined", trip.id, trip.quoted));
    }

    private void release(Trip trip) {
        if (Objects.equals(trip.money, "held")) {
            held.merge(trip.account(), -trip.quoted, Long::sum);
            trip.money = "released";
        }
    }

    private void charge(Trip trip, List<String> expected) {
        if (trip.isCharged()) {
            return;
        }
        release(trip);
        trip.money = "charged";
        share(trip, trip.account(), "driver:" + trip.driver, "platform:revenue", "surcharges:payable");
        beyond.merge(trip.account(), Math.max(0, trip.total() - trip.quoted), Long::sum);
        expected.add("FareCharged %s %d".formatted(trip.id, trip.total()));
    }

    private void refund(Trip trip) {
        trip.money = "refunded";
        trip.negate();
        share(trip, trip.account(), "driver:" + trip.driver, "platform:revenue", "surcharges:payable");
        trip.negate();
    }

    /// The driver has three quarters of the ride, half a cent rounded to the even one, and tip and tolls.
    private void share(Trip trip, String rider, String driver, String platform, String surcharges) {
        long quarters = 3 * Math.abs(trip.ride);
        long part = quarters / 4 + (quarters % 4 > 2 || (quarters % 4 == 2 && quarters / 4 % 2 == 1) ? 1 : 0);
        long drivers = trip.ride < 0 ? -part : part;
        move(rider, driver, drivers + trip.tip);
        move(rider, platform, trip.ride - drivers);
        move(rider, surcharges, trip.surcharges);
    }

    private void move(String from, String to, long amount) {
        balances.merge(from, -amount, Long::sum);
        balances.merge(to, amount, Long::sum);
    }

    private void dispatch(Cause cause, List<ModuleEvent> events, Instant now, List<String> expected) {
        switch (cause) {
            case Cause.Heard(TripRequested wish) -> trips.get(wish.tripId()).known(now);
            case Cause.Heard(HoldPlaced hold) -> trips.get(hold.tripId()).known(now);
            case Cause.Heard(TripCompleted end) -> free(trips.get(end.tripId()));
            case Cause.Heard(TripCancelled end) -> free(trips.get(end.tripId()));
            case Cause.Looked _ -> events.forEach(event -> look(event, now, expected));
            case Cause _ -> {
            }
        }
    }

    private void free(Trip trip) {
        trip.search = "over";
        driving.values().remove(trip.id);
    }

    private void look(ModuleEvent event, Instant now, List<String> expected) {
        switch (event) {
            case DriverAssigned found -> {
                TripId other = driving.putIfAbsent(found.driverId(), found.tripId());
                if (other != null) {
                    throw new AssertionError("driver %s has two trips, %s and %s".formatted(found.driverId(), other,
                            found.tripId()));
                }
                trips.get(found.tripId()).search("found");
            }
            case NoDriverFound search -> {
                Trip trip = trips.get(search.tripId());
                trip.search("over");
                if (now.isBefore(trip.searchedSince.plus(GIVE_UP_AFTER))) {
                    throw new AssertionError("the search for %s was given up early".formatted(trip.id));
                }
            }
            case ModuleEvent other -> throw new AssertionError("dispatch published " + other);
        }
        expected.add(fact(event));
    }

    private static String fact(ModuleEvent event) {
        return switch (event) {
            case HoldPlaced hold -> "HoldPlaced %s %d".formatted(hold.tripId(), cents(hold.amount()));
            case HoldDeclined hold -> "HoldDeclined %s %d".formatted(hold.tripId(), cents(hold.amount()));
            case FareCharged fare -> "FareCharged %s %d".formatted(fare.tripId(), cents(fare.total()));
            case DriverPaidOut payout -> "DriverPaidOut %s %d".formatted(payout.driverId(), cents(payout.amount()));
            case TripCancelled end -> "TripCancelled %s %s %s".formatted(end.tripId(), end.reason(), end.driverId());
            case TripCompleted end -> "TripCompleted %s %s %d".formatted(end.tripId(), end.driverId(),
                    cents(end.fare().total()));
            case ModuleEvent other -> "%s %s".formatted(other.getClass().getSimpleName(), other.key());
        };
    }

    static long cents(Money money) {
        return money.amount().movePointRight(2).longValueExact();
    }

    boolean isOver() {
        return trips.values().stream().allMatch(Trip::isOver);
    }

    List<TripId> open() {
        return trips.values().stream().filter(trip -> !trip.isOver()).map(trip -> trip.id).toList();
    }

    /// How each trip stands, as the module trips has to say it.
    Map<TripId, String> states() {
        return trips.values().stream().collect(Collectors.toMap(trip -> trip.id, trip -> trip.phase));
    }

    /// All accounts that have something, or owe it.
    Map<String, Long> balances() {
        balances.values().removeIf(balance -> balance == 0);
        return balances;
    }

    Map<String, Long> holds() {
        held.values().removeIf(amount -> amount == 0);
        return held;
    }

    /// How low a rider's balance may be: fares that were dearer than what was set aside are owed all the same.
    long lowest(String account) {
        return -CREDIT - beyond.getOrDefault(account, 0L);
    }

    private static final class Trip {

        private final TripId id;
        private final RiderId rider;
        private final long quoted;
        private String phase = "REQUESTED";
        private @Nullable DriverId driver;
        private @Nullable String money;
        private @Nullable String search;
        private Instant searchedSince = Instant.MAX;
        private long ride;
        private long tip;
        private long surcharges;

        Trip(TripId id, RiderId rider, long quoted) {
            this.id = id;
            this.rider = rider;
            this.quoted = quoted;
        }

        String account() {
            return "rider:" + rider;
        }

        boolean isOver() {
            return phase.startsWith("C");
        }

        boolean isCharged() {
            return Objects.equals(money, "charged") || Objects.equals(money, "refunded");
        }

        long total() {
            return ride + tip + surcharges;
        }

        void negate() {
            ride = -ride;
            tip = -tip;
            surcharges = -surcharges;
        }

        void assign(DriverId found) {
            if (phase.equals("REQUESTED")) {
                phase = "ASSIGNED";
                driver = found;
            }
        }

        void arrive(List<String> expected) {
            if (phase.equals("ASSIGNED")) {
                phase = "ARRIVED";
                expected.add("DriverArrived " + id);
            }
        }

        void start(List<String> expected) {
            if (phase.equals("ASSIGNED") || phase.equals("ARRIVED")) {
                phase = "IN_PROGRESS";
                expected.add("TripStarted " + id);
            }
        }

        void complete(@Nullable Fare meter, List<String> expected) {
            if (phase.equals("IN_PROGRESS")) {
                phase = "COMPLETED";
                ride = meter == null ? quoted : cents(meter.ride());
                tip = meter == null ? 0 : cents(meter.tip().plus(meter.tolls()));
                surcharges = meter == null ? 0 : cents(meter.surcharges());
                expected.add("TripCompleted %s %s %d".formatted(id, driver, total()));
            }
        }

        void cancel(String reason, List<String> expected) {
            boolean byRider = reason.equals("RIDER_CANCELLED") && (phase.equals("ASSIGNED") || phase.equals("ARRIVED"));
            if (phase.equals("REQUESTED") || byRider) {
                phase = "CANCELLED " + reason;
                expected.add("TripCancelled %s %s %s".formatted(id, reason, driver));
            }
        }

        /// One of the two facts that a search needs.
        void known(Instant now) {
            if (search == null) {
                search = "half known";
            } else if (search.equals("half known")) {
                search = "on";
                searchedSince = now;
            }
        }

        void search(String result) {
            if (!Objects.equals(search, "on")) {
                throw new AssertionError("nobody searches for %s, the search is %s".formatted(id, search));
            }
            search = result;
        }
    }
}
