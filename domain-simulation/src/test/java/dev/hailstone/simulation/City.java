package dev.hailstone.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.DriverOffered;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.AcceptQuote;
import dev.hailstone.pricing.FareQuotes;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.pricing.QuoteDecision;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverLocator;
import dev.hailstone.tracking.DriverWentOffline;
import dev.hailstone.tracking.DriverWentOnline;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.tracking.OfflineReason;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;

/// The people, and the two modules that they are seen through: pricing and tracking.
///
/// Riders wish, pay in, change their minds; drivers come, drive, report twice or too early, or vanish. They hear of what
/// happens late and in any order. Who gets no answer asks again, with the same key.
final class City implements FareQuotes, DriverLocator {

    private static final Currency HOME = Currency.getInstance("USD");
    private static final Currency ABROAD = Currency.getInstance("EUR");
    private static final GeoPoint PICKUP = new GeoPoint(40.75, -73.98);
    private static final GeoPoint DROPOFF = new GeoPoint(40.65, -73.78);
    private static final Duration A_WHILE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final Schedule schedule;
    private final Chance chance;
    private final Faults faults;
    private final Commands commands;
    private final Consumer<ModuleEvent> tracking;
    /// In which an operator finds the transaction that they mean.
    private final Function<Command.Moved, Optional<UUID>> statement;
    private final List<RiderId> riders;
    private final List<DriverId> drivers;
    private final Map<QuoteId, Quote> quotes = new HashMap<>();
    private final Map<TripId, Money> prices = new HashMap<>();
    private final Set<DriverId> busy = new HashSet<>();
    private final Set<TripId> ended = new HashSet<>();
    private int wishes;
    private int underWay;
    private int keys;

    City(int riders, int drivers, int wishes, Schedule schedule, Chance chance, Faults faults, Commands commands,
            Consumer<ModuleEvent> tracking, Function<Command.Moved, Optional<UUID>> statement) {
        this.statement = statement;
        this.schedule = schedule;
        this.chance = chance;
        this.faults = faults;
        this.commands = commands;
        this.tracking = tracking;
        this.wishes = wishes;
        this.riders = IntStream.range(0, riders).mapToObj(number -> RiderId.of("r" + number)).toList();
        this.drivers = IntStream.range(0, drivers).mapToObj(number -> DriverId.of("d" + number)).toList();
    }

    void wakeUp() {
        drivers.stream()
                .filter(_ -> chance.happens(0.5))
                .forEach(driver -> send(new Command.Choose(key(), driver, false)));
        riders.forEach(rider -> after(A_WHILE, () -> wish(rider)));
    }

    /// Whether nobody is about to do anything.
    boolean isQuiet() {
        return wishes == 0 && underWay == 0;
    }

    private void after(Duration longest, Runnable action) {
        underWay++;
        schedule.in(chance.upTo(longest), () -> {
            underWay--;
            action.run();
        });
    }

    private void wish(RiderId rider) {
        if (wishes == 0) {
            return;
        }
        wishes--;
        Currency currency = chance.happens(0.2) ? ABROAD : HOME;
        if (chance.happens(currency.equals(HOME) ? 0.3 : 0.7)) {
            Money amount = money(currency, 1_00, 60_00);
            send(new Command.Deposit(key(), rider, amount));
            thinkBetterOf(new Command.Moved.Deposit(rider, amount));
        }
        QuoteId quote = new QuoteId(chance.id(schedule.now().toEpochMilli()));
        quotes.put(quote, new Quote(rider, money(currency, 3_00, 45_00)));
        Instant pickupAt = chance.happens(0.1)
                ? schedule.now().plus(Rules.BOOKED_AHEAD).plus(chance.upTo(Duration.ofMinutes(20)))
                : null;
        send(new Command.Request(key(), rider, quote, pickupAt), done -> {
            if (!done || pickupAt != null) {
                after(A_WHILE, () -> wish(rider));
            }
        });
        if (chance.happens(0.05)) {
            wish(rider);
        }
    }

    /// Somebody has booked ahead, and may think better of it.
    void booked(TripId trip) {
        if (chance.happens(0.2)) {
            after(Duration.ofMinutes(45), () -> send(new Command.Cancel(key(), trip)));
        }
    }

    Money priceOf(QuoteId quote) {
        return Objects.requireNonNull(quotes.get(quote)).price;
    }

    /// People hear what happened, each of them some time.
    void happened(ModuleEvent event) {
        switch (event) {
            case TripRequested trip -> after(Duration.ofSeconds(2), () -> waitFor(trip.tripId()));
            case DriverOffered offer ->
                after(Duration.ofSeconds(8), () -> answer(offer.driverId(), offer.tripId()));
            case DriverAssigned trip -> after(Duration.ofSeconds(10), () -> drive(trip.driverId(), trip.tripId()));
            case DriverUnassigned lost -> after(Duration.ofSeconds(2), () -> busy.remove(lost.driverId()));
            case TripCompleted trip -> after(Duration.ofSeconds(2), () -> completed(trip));
            case TripCancelled trip -> after(Duration.ofSeconds(2),
                    () -> over(trip.tripId(), trip.riderId(), trip.driverId()));
            case ModuleEvent _ -> {
                // Nobody cares.
            }
        }
    }

    private void waitFor(TripId trip) {
        Duration patience = chance.happens(0.25) ? chance.upTo(A_WHILE) : PATIENCE;
        underWay++;
        schedule.in(patience, () -> {
            underWay--;
            if (!ended.contains(trip)) {
                send(new Command.Cancel(key(), trip));
            }
        });
    }

    private void answer(DriverId driver, TripId trip) {
        if (chance.happens(0.7)) {
            send(new Command.Answer(key(), trip, driver, chance.happens(0.6)));
        }
    }

    private void drive(DriverId driver, TripId trip) {
        if (!ended.contains(trip)) {
            busy.add(driver);
        }
        if (chance.happens(0.08)) {
            vanish(driver);
            return;
        }
        if (chance.happens(0.08)) {
            after(A_WHILE, () -> send(new Command.GiveBack(key(), trip)));
        }
        if (chance.happens(0.1)) {
            send(new Command.Complete(key(), trip, null));
        }
        if (chance.happens(0.05)) {
            // The rider never comes.
            after(A_WHILE, () -> insist(new Command.Arrive(key(), trip), 10, () -> {}));
            return;
        }
        if (chance.happens(0.7)) {
            after(A_WHILE, () -> send(new Command.Arrive(key(), trip)));
        }
        after(A_WHILE, () -> insist(new Command.Start(key(), trip), 10, () -> {
            if (chance.happens(0.1)) {
                send(new Command.Start(key(), trip));
            }
            if (chance.happens(0.08)) {
                vanish(driver);
                return;
            }
            Fare meter = chance.happens(0.5) ? meter(trip) : null;
            after(A_WHILE, () -> insist(new Command.Complete(key(), trip, meter), 10, () -> {
                if (chance.happens(0.1)) {
                    send(new Command.Complete(key(), trip, meter));
                }
            }));
        }));
    }

    /// The driver says nothing more, and perhaps tracking notices.
    private void vanish(DriverId driver) {
        if (chance.happens(0.6)) {
            after(A_WHILE, () -> tracking.accept(new DriverWentOffline(driver, PICKUP,
                    chance.happens(0.8) ? OfflineReason.SILENT : OfflineReason.SIGNED_OFF, schedule.now())));
            after(Duration.ofMinutes(6), () -> tracking.accept(new DriverWentOnline(driver, PICKUP, schedule.now())));
        }
        after(Duration.ofMinutes(10), () -> busy.remove(driver));
    }

    private Fare meter(TripId trip) {
        Currency currency = Objects.requireNonNull(prices.get(trip)).currency();
        return new Fare(money(currency, 2_00, 50_00), money(currency, 0, 5_00), money(currency, 0, 7_00),
                money(currency, 0, 4_00));
    }

    /// Commands until it is done, or the trip is over, or it has been refused too often.
    private void insist(Command command, int times, Runnable done) {
        send(command, isDone -> {
            if (isDone) {
                done.run();
            } else if (times > 0) {
                after(Duration.ofSeconds(20), () -> insist(command, times - 1, done));
            }
        });
    }

    private void completed(TripCompleted trip) {
        over(trip.tripId(), trip.riderId(), trip.driverId());
        Currency currency = trip.fare().total().currency();
        while (chance.happens(0.15)) {
            Money part = chance.happens(0.7) ? money(currency, 1, 20_00) : null;
            after(A_WHILE, () -> send(new Command.Refund(key(), trip.tripId(), part)));
        }
        thinkBetterOf(new Command.Moved.Charge(trip.tripId()));
        if (chance.happens(0.1)) {
            Money amount = money(currency, 5_00, 80_00);
            send(new Command.PayOut(key(), trip.driverId(), amount));
            thinkBetterOf(new Command.Moved.Payout(trip.driverId(), amount));
        }
    }

    /// An operator undoes what was a mistake; perhaps two do.
    private void thinkBetterOf(Command.Moved mistake) {
        while (chance.happens(0.1)) {
            after(A_WHILE, () -> statement.apply(mistake)
                    .ifPresent(transaction -> send(new Command.Reverse(key(), transaction, mistake))));
        }
    }

    private void over(TripId trip, RiderId rider, @Nullable DriverId driver) {
        ended.add(trip);
        if (driver != null) {
            busy.remove(driver);
        }
        after(A_WHILE, () -> wish(rider));
    }

    private void send(Command command) {
        send(command, _ -> {});
    }

    /// @param answered told whether the command was done or refused, as soon as somebody knows
    private void send(Command command, Consumer<Boolean> answered) {
        after(Duration.ofMillis(200), () -> {
            try {
                boolean done = commands.carryOut(command);
                if (chance.happens(faults.duplicates())) {
                    after(faults.longestDelay(), () -> repeat(command));
                }
                answered.accept(done);
            } catch (ModuleAway _) {
                after(Duration.ofSeconds(5), () -> send(command, answered));
            }
        });
    }

    private void repeat(Command command) {
        try {
            var _ = commands.carryOut(command);
        } catch (ModuleAway _) {
            // It was only a copy.
        }
    }

    private String key() {
        return "k" + ++keys;
    }

    private Money money(Currency currency, int least, int most) {
        return Money.rounded(BigDecimal.valueOf(chance.between(least, most), 2), currency);
    }

    @Override
    public QuoteDecision accept(QuoteId id, AcceptQuote command) {
        Quote quote = Objects.requireNonNull(quotes.get(id));
        if (!quote.rider.equals(command.riderId())) {
            return new QuoteDecision(QuoteDecision.Outcome.OF_ANOTHER_RIDER, null);
        }
        if (quote.trip != null && !quote.trip.equals(command.tripId())) {
            return new QuoteDecision(QuoteDecision.Outcome.TAKEN_BY_ANOTHER_TRIP, null);
        }
        quote.trip = command.tripId();
        prices.put(command.tripId(), quote.price);
        return new QuoteDecision(QuoteDecision.Outcome.ACCEPTED,
                new QuoteDecision.Terms(PICKUP, DROPOFF, quote.price));
    }

    @Override
    public Fare price(FinishedRide ride) {
        return Fare.of(Objects.requireNonNull(prices.get(ride.tripId())));
    }

    @Override
    public List<NearbyDriver> nearestAvailable(double latitude, double longitude, double radiusMetres, int limit) {
        if (chance.happens(faults.crashes())) {
            throw new ModuleAway("tracking");
        }
        List<NearbyDriver> near = new ArrayList<>();
        for (DriverId driver : drivers) {
            if (!busy.contains(driver) && chance.happens(0.3)) {
                near.add(new NearbyDriver(driver, PICKUP, chance.below((int) radiusMetres)));
            }
        }
        near.sort(Comparator.comparingDouble(NearbyDriver::distanceMetres));
        return near.subList(0, Math.min(limit, near.size()));
    }

    /// Whoever carries commands to the modules.
    interface Commands {

        /// @return whether it was done, now or before
        /// @throws ModuleAway if no answer came
        boolean carryOut(Command command);
    }

    private static final class Quote {

        private final RiderId rider;
        private final Money price;
        private @Nullable TripId trip;

        Quote(RiderId rider, Money price) {
            this.rider = rider;
            this.price = price;
        }
    }
}
