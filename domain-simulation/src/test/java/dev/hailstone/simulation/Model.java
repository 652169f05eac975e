package dev.hailstone.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.DriverOffered;
import dev.hailstone.dispatch.NoDriverFound;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.CancellationFeeCharged;
import dev.hailstone.ledger.DriverPaidOut;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.ledger.FareRefunded;
import dev.hailstone.ledger.HoldDeclined;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.simulation.Commit.Cause;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverWentOffline;
import dev.hailstone.tracking.DriverWentOnline;
import dev.hailstone.tracking.OfflineReason;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;

/// What has to happen, in cents and in lines that share nothing with the code which they judge.
///
/// The model is told each transaction: what a module was told in it, and what it published. From the first it says what
/// the second has to be. Only which driver is found, and when somebody looks at what is due, it does not foretell; it says
/// whether that may be.
final class Model {

    static final int CREDIT = 50_00;

    private final Map<TripId, ModelTrip> trips = new LinkedHashMap<>();
    private final Map<String, Long> balances = new TreeMap<>();
    private final Map<String, Long> held = new TreeMap<>();
    private final Map<String, Long> beyond = new HashMap<>();
    private final Set<String> commands = new HashSet<>();
    private final Map<DriverId, TripId> driving = new HashMap<>();
    private final Set<DriverId> asked = new HashSet<>();
    private final Map<DriverId, Instant> silences = new HashMap<>();
    private final Set<UUID> reversed = new HashSet<>();
    private final Set<String> tooEarly = new HashSet<>();

    /// A trip is booked ahead, of which nobody hears before its time is near.
    void booked(TripId id, RiderId rider, Money price, Instant pickupAt, Instant now) {
        trips.computeIfAbsent(id, _ -> new ModelTrip(id, rider, price, pickupAt, now));
    }

    /// Somebody asks for something, of which it takes several transactions to decide.
    void begins(Command command) {
        if (command instanceof Command.Complete(String key, TripId id, _) && !of(id).is("IN_PROGRESS")) {
            tooEarly.add(key);
        }
    }

    /// @return what has happened, in the words of the model
    /// @throws AssertionError if something else has happened than had to
    List<String> after(Commit commit, Instant now) {
        List<String> facts = new ArrayList<>();
        for (Cause cause : commit.causes()) {
            switch (commit.module()) {
                case "trips" -> trips(cause, commit.events(), now, facts);
                case "ledger" -> ledger(cause, facts);
                default -> dispatch(cause, commit.events(), now, facts);
            }
        }
        List<String> happened = commit.events().stream().map(Model::fact).toList();
        if (!happened.equals(facts)) {
            throw new AssertionError("""
                    %s, told %s, published
                    %s
                    instead of
                    %s""".formatted(commit.module(), commit.causes(), happened, facts));
        }
        return happened;
    }

    private void trips(Cause cause, List<ModuleEvent> events, Instant now, List<String> facts) {
        switch (cause) {
            case Cause.Heard(HoldDeclined hold) -> of(hold.tripId()).cancelWithoutDriver("HOLD_DECLINED", facts);
            case Cause.Heard(NoDriverFound end) -> of(end.tripId()).cancelWithoutDriver("NO_DRIVER_FOUND", facts);
            case Cause.Heard(DriverAssigned found) -> of(found.tripId()).assign(found.driverId(), found.at(),
                    silences.getOrDefault(found.driverId(), Instant.MIN), now, facts);
            case Cause.Heard(DriverWentOffline lost) when lost.reason() == OfflineReason.SILENT -> {
                silences.merge(lost.driverId(), lost.at(), (one, other) -> one.isAfter(other) ? one : other);
                onTripsOf(lost.driverId(), trip -> trip.loseSight(lost.at(), now, facts));
            }
            case Cause.Heard(DriverWentOnline back) -> onTripsOf(back.driverId(), ModelTrip::regainSight);
            case Cause.Commanded(Command.Request _) ->
                events.forEach(event -> request((TripRequested) event, now, facts));
            case Cause.Commanded(Command command) when !commands.contains(command.key()) -> {
                command(command, events, now, facts);
                if (!facts.isEmpty()) {
                    commands.add(command.key());
                }
            }
            case Cause.Looked _ -> events.forEach(event -> {
                ModelTrip trip = of(TripId.of(event.key()));
                trip.goOn(hasOpenTrip(trip.rider), now, facts);
            });
            case Cause _ -> {
            }
        }
    }

    private void command(Command command, List<ModuleEvent> events, Instant now, List<String> facts) {
        switch (command) {
            case Command.Arrive(_, TripId id) -> of(id).arrive(now, facts);
            case Command.Start(_, TripId id) -> of(id).start(now, facts);
            case Command.Complete(String key, TripId id, Fare meter) -> {
                // Without a meter it looks at the trip before it asks for the price, and may refuse for what it saw then.
                if (meter != null || !events.isEmpty() || !tooEarly.contains(key)) {
                    of(id).complete(meter, facts);
                }
            }
            case Command.Cancel(_, TripId id) -> of(id).cancelByRider(now, facts);
            case Command.GiveBack(_, TripId id) -> of(id).lose("DRIVER_CANCELLED", now, facts);
            case Command other -> throw new AssertionError("trips is asked " + other);
        }
    }

    private ModelTrip of(TripId id) {
        return Objects.requireNonNull(trips.get(id), () -> "nobody knows " + id);
    }

    private boolean hasOpenTrip(RiderId rider) {
        return trips.values().stream().anyMatch(trip -> trip.rider.equals(rider) && trip.isOpen());
    }

    private void onTripsOf(DriverId driver, Consumer<ModelTrip> action) {
        trips.values()
                .stream()
                .filter(trip -> driver.equals(trip.driver) && trip.isOpen())
                .sorted(Comparator.comparing(trip -> trip.id.value()))
                .forEach(action);
    }

    private void request(TripRequested wish, Instant now, List<String> facts) {
        if (hasOpenTrip(wish.riderId()) || trips.containsKey(wish.tripId())) {
            throw new AssertionError("rider %s has a second trip".formatted(wish.riderId()));
        }
        trips.put(wish.tripId(), new ModelTrip(wish.tripId(), wish.riderId(), wish.quotedFare(), null, now));
        facts.add(fact(wish));
    }

    private void ledger(Cause cause, List<String> facts) {
        switch (cause) {
            case Cause.Heard(TripRequested wish) -> hold(of(wish.tripId()), facts);
            case Cause.Heard(TripCancelled end) when end.fee() != null ->
                charge(of(end.tripId()), "CancellationFeeCharged", facts);
            case Cause.Heard(TripCancelled end) -> release(of(end.tripId()));
            case Cause.Heard(TripCompleted end) -> charge(of(end.tripId()), "FareCharged", facts);
            case Cause.Commanded(Command.Deposit(String key, RiderId rider, Money amount)) when commands.add(key) ->
                move("platform:cash", "rider:" + rider, amount);
            case Cause.Commanded(Command.PayOut(String key, DriverId driver, Money amount)) when !commands.contains(key)
                    && balances.getOrDefault(wallet("driver:" + driver, codeOf(amount)), 0L) >= cents(amount) -> {
                commands.add(key);
                move("driver:" + driver, "platform:cash", amount);
                facts.add("DriverPaidOut %s %d".formatted(driver, cents(amount)));
            }
            case Cause.Commanded(Command.Refund(String key, TripId id, Money amount)) when !commands.contains(key) ->
                refund(of(id), amount == null ? of(id).left() : cents(amount), key, facts);
            case Cause.Commanded(Command.Reverse(String key, UUID transaction, Command.Moved what)) when !commands
                    .contains(key) && !reversed.contains(transaction) && reverse(what) -> {
                commands.add(key);
                reversed.add(transaction);
            }
            case Cause _ -> {
            }
        }
    }

    private void hold(ModelTrip trip, List<String> facts) {
        if (!trip.money.equals("unknown")) {
            return;
        }
        boolean covered = available(trip.account()) >= trip.quoted;
        trip.money = covered ? "held" : "refused";
        held.merge(trip.account(), covered ? trip.quoted : 0L, Long::sum);
        facts.add("%s %s %s %d".formatted(covered ? "HoldPlaced" : "HoldDeclined", trip.id, trip.rider, trip.quoted));
    }

    private void release(ModelTrip trip) {
        if (trip.money.equals("held")) {
            held.merge(trip.account(), -trip.quoted, Long::sum);
            trip.money = "released";
        }
    }

    private void charge(ModelTrip trip, String fact, List<String> facts) {
        if (!trip.isCharged()) {
            release(trip);
            trip.money = "charged";
            trip.driverShare = quarters(3, trip.ride) + trip.tip;
            trip.platformShare = trip.ride - quarters(3, trip.ride);
            trip.payable = trip.surcharges;
            share(trip, 1, trip.driverShare, trip.platformShare, trip.payable);
            beyond.merge(trip.account(), Math.max(0, trip.total() - trip.quoted), Long::sum);
            facts.add(trip.money(fact, trip.total(), trip.driverShare, trip.platformShare));
        }
    }

    /// Everybody gives back in proportion to what they still have. A cent that cannot be divided is given by whoever would
    /// have had to give most of it; the driver before the platform, the platform before the others.
    private void refund(ModelTrip trip, long amount, String key, List<String> facts) {
        long left = trip.left();
        if (!trip.money.equals("charged") || amount == 0 || amount > left) {
            return;
        }
        long[] have = {trip.driverShare, trip.platformShare, trip.payable};
        long[] given = new long[have.length];
        List<Integer> byRest = new ArrayList<>(List.of(0, 1, 2));
        byRest.sort(Comparator.comparingLong(i -> -(have[i] * amount % left)));
        long rest = amount;
        for (int i = 0; i < have.length; i++) {
            given[i] = have[i] * amount / left;
            rest -= given[i];
        }
        for (int i : byRest.subList(0, (int) rest)) {
            given[i]++;
        }
        trip.driverShare -= given[0];
        trip.platformShare -= given[1];
        trip.payable -= given[2];
        trip.refunded = true;
        commands.add(key);
        share(trip, -1, given[0], given[1], given[2]);
        facts.add(trip.money("FareRefunded", amount, given[0], given[1]));
    }

    /// @return whether it can be undone
    private boolean reverse(Command.Moved what) {
        switch (what) {
            case Command.Moved.Charge(TripId id) -> {
                ModelTrip trip = of(id);
                if (!trip.money.equals("charged") || trip.refunded) {
                    return false;
                }
                trip.money = "reversed";
                share(trip, -1, trip.driverShare, trip.platformShare, trip.payable);
            }
            case Command.Moved.Deposit(RiderId rider, Money amount) -> {
                if (available(wallet("rider:" + rider, codeOf(amount))) < cents(amount)) {
                    return false;
                }
                move("rider:" + rider, "platform:cash", amount);
            }
            case Command.Moved.Payout(DriverId driver, Money amount) ->
                move("platform:cash", "driver:" + driver, amount);
        }
        return true;
    }

    private long available(String account) {
        return balances.getOrDefault(account, 0L) - held.getOrDefault(account, 0L) + credit(account);
    }

    private void share(ModelTrip trip, int sign, long driverShare, long platformShare, long payable) {
        String currency = trip.currency;
        move(trip.account(), wallet("driver:" + trip.driver, currency), sign * driverShare);
        move(trip.account(), wallet("platform:revenue", currency), sign * platformShare);
        move(trip.account(), wallet("surcharges:payable", currency), sign * payable);
    }

    /// Half a cent is rounded to the even one.
    static long quarters(int number, long cents) {
        long quarters = number * cents;
        long whole = quarters / 4;
        return whole + (quarters % 4 > 2 || (quarters % 4 == 2 && whole % 2 == 1) ? 1 : 0);
    }

    private void move(String from, String to, Money amount) {
        move(wallet(from, codeOf(amount)), wallet(to, codeOf(amount)), cents(amount));
    }

    private void move(String from, String to, long amount) {
        balances.merge(from, -amount, Long::sum);
        balances.merge(to, amount, Long::sum);
    }

    private void dispatch(Cause cause, List<ModuleEvent> events, Instant now, List<String> facts) {
        trips.values().stream().filter(trip -> !now.isBefore(trip.offerExpiresAt)).forEach(this::decline);
        switch (cause) {
            case Cause.Heard(TripRequested wish) -> known(of(wish.tripId()), now);
            case Cause.Heard(HoldPlaced hold) -> known(of(hold.tripId()), now);
            case Cause.Heard(TripCompleted end) -> free(of(end.tripId()), "over");
            case Cause.Heard(TripCancelled end) -> free(of(end.tripId()), "over");
            case Cause.Heard(DriverUnassigned lost) when lost.tripId().equals(driving.get(lost.driverId())) -> {
                ModelTrip trip = of(lost.tripId());
                decline(trip);
                trip.giveUpAt = trip.wanted(now).plus(Rules.SEARCH_GIVEN_UP_AFTER);
            }
            case Cause.Commanded(Command.Answer(_, TripId id, DriverId driver, boolean accepted)) when of(id).search
                    .equals("offered") && id.equals(driving.get(driver)) -> {
                ModelTrip trip = of(id);
                if (accepted) {
                    trip.search = "found";
                    trip.offerExpiresAt = Instant.MAX;
                    facts.add("DriverAssigned %s %s".formatted(id, driver));
                } else {
                    decline(trip);
                    giveUpIfLate(trip, now, facts);
                }
            }
            case Cause.Commanded(Command.Choose(_, DriverId driver, boolean autoAccept)) -> {
                var _ = autoAccept ? asked.remove(driver) : asked.add(driver);
            }
            case Cause.Looked _ -> events.forEach(event -> look(event, now, facts));
            case Cause _ -> {
            }
        }
    }

    /// One of the two facts that a search needs.
    private static void known(ModelTrip trip, Instant now) {
        if (trip.search.equals("unknown")) {
            trip.search = "half known";
        } else if (trip.search.equals("half known")) {
            trip.search = "on";
            trip.giveUpAt = trip.wanted(now).plus(Rules.SEARCH_GIVEN_UP_AFTER);
        }
    }

    private void decline(ModelTrip trip) {
        driving.forEach((driver, id) -> {
            if (id.equals(trip.id)) {
                trip.declined.add(driver);
            }
        });
        free(trip, "on");
    }

    private void free(ModelTrip trip, String search) {
        trip.search = search;
        trip.offerExpiresAt = Instant.MAX;
        driving.values().remove(trip.id);
    }

    private static void giveUpIfLate(ModelTrip trip, Instant now, List<String> facts) {
        if (!now.isBefore(trip.giveUpAt)) {
            trip.search = "over";
            facts.add("NoDriverFound " + trip.id);
        }
    }

    private void look(ModuleEvent event, Instant now, List<String> facts) {
        ModelTrip trip = of(TripId.of(event.key()));
        if (!trip.search.equals("on")) {
            throw new AssertionError("nobody is to be searched for %s, which is %s: %s".formatted(trip.id, trip.search,
                    event));
        }
        switch (event) {
            case DriverAssigned found -> {
                engage(trip, found.driverId(), asked.contains(found.driverId()));
                trip.search = "found";
                facts.add(fact(event));
            }
            case DriverOffered offer -> {
                engage(trip, offer.driverId(), !asked.contains(offer.driverId()));
                trip.search = "offered";
                trip.offerExpiresAt = now.plus(Rules.OFFER_EXPIRES_AFTER);
                facts.add(fact(event));
            }
            case ModuleEvent _ -> giveUpIfLate(trip, now, facts);
        }
    }

    private void engage(ModelTrip trip, DriverId driver, boolean against) {
        TripId other = driving.putIfAbsent(driver, trip.id);
        if (other != null || against || trip.declined.contains(driver)) {
            throw new AssertionError(
                    "driver %s gets %s, but has %s, was asked or not against their will (%s), or has declined (%s)"
                            .formatted(driver, trip.id, other, against, trip.declined));
        }
    }

    static String fact(ModuleEvent event) {
        return switch (event) {
            case TripRequested wish -> "TripRequested %s %d".formatted(wish.tripId(), cents(wish.quotedFare()));
            case HoldPlaced hold ->
                "HoldPlaced %s %s %d".formatted(hold.tripId(), hold.riderId(), cents(hold.amount()));
            case HoldDeclined hold -> "HoldDeclined %s %s %d".formatted(hold.tripId(), hold.riderId(),
                    cents(hold.amount()));
            case FareCharged fare -> ModelTrip.money("FareCharged", fare.tripId(), fare.riderId(), fare.driverId(),
                    cents(fare.total()), cents(fare.driverShare()), cents(fare.platformShare()));
            case FareRefunded refund -> ModelTrip.money("FareRefunded", refund.tripId(), refund.riderId(),
                    refund.driverId(), cents(refund.total()), cents(refund.driverShare()),
                    cents(refund.platformShare()));
            case CancellationFeeCharged fee -> ModelTrip.money("CancellationFeeCharged", fee.tripId(), fee.riderId(),
                    fee.driverId(), cents(fee.fee()), cents(fee.driverShare()), cents(fee.platformShare()));
            case DriverPaidOut payout -> "DriverPaidOut %s %d".formatted(payout.driverId(), cents(payout.amount()));
            case DriverAssigned found -> "DriverAssigned %s %s".formatted(found.tripId(), found.driverId());
            case DriverUnassigned lost -> "DriverUnassigned %s %s %s".formatted(lost.tripId(), lost.driverId(),
                    lost.reason());
            case TripCancelled end -> "TripCancelled %s %s %s %d".formatted(end.tripId(), end.reason(), end.driverId(),
                    centsOrNone(end.fee()));
            case TripCompleted end -> "TripCompleted %s %s %d".formatted(end.tripId(), end.driverId(),
                    cents(end.fare().total()));
            case ModuleEvent other -> "%s %s".formatted(other.getClass().getSimpleName(), other.key());
        };
    }

    /// An account's money of one currency.
    static String wallet(String account, String currency) {
        return account + "/" + currency;
    }

    private static String codeOf(Money money) {
        return money.currency().getCurrencyCode();
    }

    /// There is credit only in the currency of the platform.
    private static long credit(String account) {
        return account.endsWith("/USD") ? CREDIT : 0;
    }

    static long cents(Money money) {
        return money.amount().movePointRight(2).longValueExact();
    }

    private static long centsOrNone(@Nullable Money money) {
        return money == null ? 0 : cents(money);
    }

    boolean isOver() {
        return trips.values().stream().allMatch(ModelTrip::isOver);
    }

    /// Trips that should long have gone on by themselves, and those for which drivers are still searched long afterwards.
    List<String> forgotten(Instant now) {
        return trips.values().stream().filter(trip -> trip.isForgotten(now)).map(ModelTrip::toString).toList();
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

    /// How low a rider's balance may be: a fare that is dearer than what was set aside is owed all the same.
    long lowest(String account) {
        return -credit(account) - beyond.getOrDefault(account, 0L);
    }
}
