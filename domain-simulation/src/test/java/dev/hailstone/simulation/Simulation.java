package dev.hailstone.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.dispatch.internal.SimulatedDispatch;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.SimulatedLedger;
import dev.hailstone.pricing.AcceptQuote;
import dev.hailstone.pricing.FareQuotes;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.pricing.QuoteDecision;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.simulation.Commit.Cause;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverLocator;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.internal.SimulatedTrips;

/// Some hundred trips from their wishes to their ends, all of it decided by a seed.
final class Simulation {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration NOW_AND_THEN = Duration.ofMinutes(3);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int DEEPEST = 3;

    private final long seed;
    private final Sabotage sabotage;
    private final VirtualClock clock = new VirtualClock();
    private final Schedule schedule = new Schedule(clock);
    private final Chance chance;
    private final Faults faults;
    private final Model model = new Model();
    private final Map<String, ModuleProcess> processes = new LinkedHashMap<>();
    private final Map<String, Journal> journals = new LinkedHashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final SimulatedTrips trips;
    private final SimulatedDispatch dispatch;
    private final SimulatedLedger ledger;
    private final City city;
    private long fingerprint;
    private int depth;
    private Instant waitedUntil = Instant.MIN;

    private Simulation(long seed, Sabotage sabotage) {
        this.seed = seed;
        this.sabotage = sabotage;
        this.chance = new Chance(seed);
        this.faults = Faults.of(chance);
        this.city = new City(chance.between(3, 20), chance.between(2, 12), 150, schedule, chance, faults,
                this::carryOut, this::tracked, this::transactionOf);
        journals.put("tracking", new Journal(chance, sabotage));
        ModuleProcess tripsProcess = process("trips");
        ModuleProcess dispatchProcess = process("dispatch");
        ModuleProcess ledgerProcess = process("ledger");
        tripsProcess.port(new WaitingFor(tripsProcess));
        DriverLocator locator = (latitude, longitude, radius, limit) -> dispatchProcess
                .waitFor(() -> city.nearestAvailable(latitude, longitude, radius, limit));
        dispatchProcess
                .port(sabotage.asksOutsideTransactions() ? locator : withinATransaction(dispatchProcess, locator));
        this.trips = new SimulatedTrips(tripsProcess);
        this.dispatch = new SimulatedDispatch(dispatchProcess, sabotage::seesEngaged);
        this.ledger = new SimulatedLedger(ledgerProcess, sabotage);
    }

    /// Lets everything happen that the seed says.
    ///
    /// @throws AssertionError if the domain and the model do not agree; the message has the seed
    static Outcome run(long seed) {
        return run(seed, Sabotage.NONE);
    }

    static Outcome run(long seed, Sabotage sabotage) {
        Outcome[] outcome = new Outcome[1];
        Simulation simulation = new Simulation(seed, sabotage);
        try {
            TimeOrderedIds.from(() -> simulation.chance.id(simulation.clock.millis()),
                    () -> outcome[0] = simulation.run());
        } catch (RuntimeException | Error failure) {
            throw new AssertionError("""
                    Seed %d, at %s, with %s: %s
                    Again: ./mvnw verify -pl domain-simulation -am -DskipITs -Dtest=DomainSimulationTests
                    -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=%d
                    """.formatted(seed, simulation.schedule.now(), simulation.faults, failure.getMessage(), seed),
                    failure);
        }
        return Objects.requireNonNull(outcome[0]);
    }

    private static DriverLocator withinATransaction(ModuleProcess process, DriverLocator locator) {
        return (latitude, longitude, radius, limit) -> Objects.requireNonNull(
                new TransactionTemplate(process.transactions())
                        .execute(_ -> locator.nearestAvailable(latitude, longitude, radius, limit)));
    }

    private ModuleProcess process(String name) {
        Map<String, String> all = new TreeMap<>(Rules.of(name));
        all.putAll(sabotage.settings(name));
        ModuleProcess process = new ModuleProcess(name, all, schedule, chance, faults, sabotage, this::committed,
                this::meanwhile);
        process.port(clock);
        processes.put(name, process);
        journals.put(name, new Journal(chance, sabotage));
        return process;
    }

    private void committed(Commit commit) {
        List<String> facts = model.after(commit, schedule.now());
        fingerprint = 31 * (31 * fingerprint + schedule.now().hashCode()) + facts.hashCode();
        publish(commit.module(), commit.events());
        commit.events().forEach(city::happened);
    }

    private void tracked(ModuleEvent event) {
        publish("tracking", List.of(event));
    }

    private void publish(String producer, List<ModuleEvent> events) {
        if (!events.isEmpty()) {
            events.forEach(Objects.requireNonNull(journals.get(producer))::add);
            subscriptions.stream().filter(it -> it.isOf(producer)).forEach(Subscription::wake);
        }
    }

    private Outcome run() {
        Instant begin = schedule.now();
        processes.values().forEach(ModuleProcess::start);
        processes.values()
                .forEach(consumer -> consumer.producers()
                        .stream()
                        .filter(journals::containsKey)
                        .forEach(producer -> subscriptions.add(new Subscription(consumer, producer,
                                Objects.requireNonNull(journals.get(producer)), schedule, chance, faults, sabotage))));
        city.wakeUp();
        Instant looked = begin;
        while (!isOver()) {
            schedule.step();
            if (schedule.now().isAfter(looked.plus(NOW_AND_THEN))) {
                looked = schedule.now();
                same("trips that nobody moves on", model.forgotten(looked), List.of());
                same("holds along the way", centsOf(ledger.holds()), model.holds());
                if (looked.isAfter(begin.plus(LONGEST))) {
                    throw new AssertionError("it never ends; trips are " + model.states());
                }
            }
        }
        compare();
        return new Outcome(seed, fingerprint, model.states()
                .values()
                .stream()
                .collect(Collectors.groupingBy(
                        state -> state, TreeMap::new, Collectors.summingInt(_ -> 1))),
                processes.values().stream().mapToInt(ModuleProcess::deaths).sum());
    }

    private boolean isOver() {
        return city.isQuiet() && model.isOver() && subscriptions.stream().allMatch(Subscription::isCaughtUp);
    }

    private void compare() {
        same("trips", trips.states(), model.states());
        same("holds of trips that are over", centsOf(ledger.holds()), Map.of());
        Map<String, Long> balances = centsOf(ledger.balances());
        same("balances", balances, model.balances());
        balances.forEach((account, balance) -> {
            if (account.startsWith("rider:") && balance < model.lowest(account)) {
                throw new AssertionError("%s has %d, less than may be".formatted(account, balance));
            }
        });
        List<String> unfinished = dispatch.states()
                .values()
                .stream()
                .filter(state -> !List.of("RELEASED", "GIVEN_UP", "WITHDRAWN").contains(state))
                .toList();
        // A trip whose fare was not covered is never searched a driver for.
        same("searches that go on", unfinished, List.of());
    }

    private static Map<String, Long> centsOf(Map<String, Money> amounts) {
        Map<String, Long> cents = new TreeMap<>();
        amounts.forEach((account, amount) -> cents.put(account, Model.cents(amount)));
        return cents;
    }

    private static void same(String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            throw new AssertionError("%s are %s instead of %s".formatted(what, found, expected));
        }
    }

    private boolean carryOut(Command command) {
        model.begins(command);
        return switch (command) {
            case Command.Request(String key, RiderId rider, QuoteId quote, Instant pickupAt) -> {
                Optional<TripId> trip = ask("trips", command, () -> trips.request(rider, quote, pickupAt, key));
                if (trip.isPresent() && pickupAt != null) {
                    model.booked(trip.get(), rider, city.priceOf(quote), pickupAt, schedule.now());
                    city.booked(trip.get());
                }
                yield trip.isPresent();
            }
            case Command.Arrive(String key, TripId trip) -> ask("trips", command, () -> trips.arrive(trip, key));
            case Command.Start(String key, TripId trip) -> ask("trips", command, () -> trips.start(trip, key));
            case Command.Complete(String key, TripId trip, Fare meter) ->
                ask("trips", command, () -> trips.complete(trip, meter, key));
            case Command.Cancel(String key, TripId trip) -> ask("trips", command, () -> trips.cancel(trip, key));
            case Command.GiveBack(String key, TripId trip) -> ask("trips", command, () -> trips.giveBack(trip, key));
            case Command.Answer(_, TripId trip, DriverId driver, boolean accepted) ->
                ask("dispatch", command, () -> dispatch.answer(trip, driver, accepted));
            case Command.Choose(_, DriverId driver, boolean autoAccept) -> ask("dispatch", command, () -> {
                dispatch.choose(driver, autoAccept);
                return true;
            });
            case Command.Deposit(String key, RiderId rider, Money amount) -> ask("ledger", command, () -> {
                ledger.deposit(rider, amount, key);
                return true;
            });
            case Command.PayOut(String key, DriverId driver, Money amount) ->
                ask("ledger", command, () -> ledger.payOut(driver, amount, key));
            case Command.Refund(String key, TripId trip, Money amount) ->
                ask("ledger", command, () -> ledger.refund(trip, amount, key));
            case Command.Reverse(String key, UUID transaction, _) ->
                ask("ledger", command, () -> ledger.reverse(transaction, key));
        };
    }

    private Optional<UUID> transactionOf(Command.Moved what) {
        return switch (what) {
            case Command.Moved.Charge(TripId trip) -> ledger.chargeOf(trip);
            case Command.Moved.Deposit(RiderId rider, Money amount) -> ledger.depositOf(rider, amount);
            case Command.Moved.Payout(DriverId driver, Money amount) -> ledger.payoutOf(driver, amount);
        };
    }

    private <T> T ask(String module, Command command, Supplier<T> question) {
        return Objects.requireNonNull(processes.get(module)).ask(new Cause.Commanded(command), question);
    }

    /// Other things happen, perhaps to the very module that waits.
    private void meanwhile() {
        if (depth == 0) {
            waitedUntil = schedule.now().plus(LONGEST_WAIT);
        }
        if (depth < DEEPEST) {
            depth++;
            try {
                for (int i = chance.between(1, 6); i > 0 && schedule.next().isBefore(waitedUntil); i--) {
                    schedule.step();
                }
            } finally {
                depth--;
            }
        }
    }

    /// Pricing, which takes its time.
    private final class WaitingFor implements FareQuotes {

        private final ModuleProcess waiting;

        WaitingFor(ModuleProcess waiting) {
            this.waiting = waiting;
        }

        @Override
        public QuoteDecision accept(QuoteId quote, AcceptQuote command) {
            return waiting.waitFor(() -> city.accept(quote, command));
        }

        @Override
        public Fare price(FinishedRide ride) {
            return waiting.waitFor(() -> city.price(ride));
        }
    }

    /// What became of a seed.
    ///
    /// @param fingerprint of all that happened; equal for equal histories
    /// @param ends how many trips ended how
    /// @param deaths of processes
    record Outcome(long seed, long fingerprint, Map<String, Integer> ends, int deaths) {

        int trips() {
            return ends.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
