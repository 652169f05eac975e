package dev.hailstone.infra.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import dev.hailstone.infra.simulator.HailstoneApi.Balance;
import dev.hailstone.infra.simulator.HailstoneApi.Charges;
import dev.hailstone.infra.simulator.HailstoneApi.Completion;
import dev.hailstone.infra.simulator.HailstoneApi.Fare;
import dev.hailstone.infra.simulator.HailstoneApi.Quote;
import dev.hailstone.infra.simulator.HailstoneApi.RequestQuote;
import dev.hailstone.infra.simulator.HailstoneApi.RequestTrip;
import dev.hailstone.infra.simulator.HailstoneApi.Trip;
import dev.hailstone.infra.simulator.HailstoneApi.TripState;
import dev.hailstone.kernel.Money;

/// Makes recorded trips happen again: quoted, requested, assigned, started, completed and charged.
///
/// Trips are dealt out to riders, who make theirs one after the other. Who makes which trip, in which order and with which
/// idempotency keys, follows from the file alone. So a replay may be killed, or its server, and started again: what was
/// done is found done, what was begun goes on unless the server has ended it meanwhile, and nothing happens twice.
final class Replay {

    /// A constant, not the concurrency: another run may be less concurrent, but must have the same riders.
    static final int RIDERS = 64;
    private static final int DRIVERS = 2 * RIDERS;
    private static final int MOST_ATTEMPTS = 20;
    private static final long POLL_MILLIS = 100;
    private static final long SETTLING_MILLIS = 200;
    private static final Money RESERVE = Money.of("500.00", "USD");

    private final Recording recording;
    private final HailstoneApi api;
    private final Pace pace;
    private final Semaphore slots;
    private final Consumer<TripOutcome> progress;
    private final String prefix;

    /// @param concurrency how many trips are under way at once, at most
    /// @param progress told of each trip, by many threads
    Replay(Recording recording, HailstoneApi api, Pace pace, int concurrency, Consumer<TripOutcome> progress) {
        this.recording = recording;
        this.api = api;
        this.pace = pace;
        this.slots = new Semaphore(concurrency);
        this.progress = progress;
        this.prefix = "nyc-" + recording.digest() + "-";
    }

    /// Replays all trips that have not been replayed before.
    ///
    /// @return one outcome for each trip
    /// @throws ServerAwayException if the server was away for too long
    List<TripOutcome> run() {
        List<TripOutcome> outcomes = new ArrayList<>();
        try (AssignmentWatch assignments = new AssignmentWatch(api, POLL_MILLIS);
                PositionReports positions = new PositionReports(api);
                ExecutorService threads = Workers.pool("rider")) {
            placeDrivers(positions, threads);
            positions.start();
            pace.begin();
            List<Future<List<TripOutcome>>> riders = new ArrayList<>();
            for (int rider = 0; rider < Math.min(RIDERS, recording.trips().size()); rider++) {
                int number = rider;
                riders.add(threads.submit(() -> ride(number, assignments, positions)));
            }
            try {
                for (Future<List<TripOutcome>> rider : riders) {
                    outcomes.addAll(Futures.join(rider));
                }
            } catch (RuntimeException e) {
                threads.shutdownNow();
                throw e;
            }
            signOffDrivers(threads);
        }
        return outcomes;
    }

    /// Waits until the ledger's read model knows as many charges as there are trips.
    ///
    /// @return what it knows then, or when the time is over
    Charges settle(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Charges charges = api.charges(prefix).orThrow();
        while (charges.charges() < recording.trips().size() && System.nanoTime() < deadline) {
            Pause.millis(SETTLING_MILLIS);
            charges = api.charges(prefix).orThrow();
        }
        return charges;
    }

    /// Recorded drivers have taken their trips: they accept whatever comes.
    private void placeDrivers(PositionReports positions, ExecutorService threads) {
        List<RecordedTrip> trips = recording.trips();
        List<Future<?>> choices = new ArrayList<>();
        for (int i = 0; i < Math.min(DRIVERS, trips.size()); i++) {
            String driver = driver(i);
            positions.put(driver, trips.get(i).pickup());
            choices.add(threads.submit(() -> api.takeOffers(driver, true).orThrow()));
        }
        choices.forEach(Futures::join);
    }

    /// Leaves no driver behind for other traffic to wait for.
    private void signOffDrivers(ExecutorService threads) {
        String farewell = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        List<Future<?>> farewells = new ArrayList<>();
        for (int i = 0; i < Math.min(DRIVERS, recording.trips().size()); i++) {
            String driver = driver(i);
            farewells.add(threads.submit(() -> api.signOff(driver + "-" + farewell, driver)));
        }
        farewells.forEach(Futures::join);
    }

    private List<TripOutcome> ride(int rider, AssignmentWatch assignments, PositionReports positions) {
        List<TripOutcome> outcomes = new ArrayList<>();
        String obstacle = deposit(rider) instanceof Reply.Refused<Balance> refused
                ? "the deposit was refused, " + refused
                : null;
        for (int i = rider; i < recording.trips().size(); i += RIDERS) {
            RecordedTrip trip = recording.trips().get(i);
            TripOutcome outcome;
            if (obstacle == null) {
                pace.awaitStart(trip);
                positions.requireAlive();
                positions.put(driver(i % DRIVERS), trip.pickup());
                outcome = ride(rider, trip, assignments);
            } else {
                outcome = new TripOutcome.Failed(trip, "not tried: " + obstacle);
            }
            if (outcome instanceof TripOutcome.LeftOpen) {
                obstacle = "the trip of line %d is still open".formatted(trip.line());
            }
            outcomes.add(outcome);
            progress.accept(outcome);
        }
        return outcomes;
    }

    private TripOutcome ride(int rider, RecordedTrip trip, AssignmentWatch assignments) {
        slots.acquireUninterruptibly();
        try {
            return replay(rider, trip, assignments);
        } catch (RefusedException e) {
            return new TripOutcome.Failed(trip, String.valueOf(e.getMessage()));
        } finally {
            slots.release();
        }
    }

    /// Enough for all of the rider's trips, and for a trip that was quoted higher than it cost in the end.
    private Reply<Balance> deposit(int rider) {
        Money amount = RESERVE;
        for (int i = rider; i < recording.trips().size(); i += RIDERS) {
            amount = amount.plus(recording.trips().get(i).fare().total());
        }
        return api.deposit(rider(rider) + "-deposit", rider(rider), amount);
    }

    private TripOutcome replay(int rider, RecordedTrip recorded, AssignmentWatch assignments) {
        String last = "";
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Quote quote = api.quote(key(recorded, "quote", attempt),
                    new RequestQuote(rider(rider), recorded.pickup(), recorded.dropoff())).orThrow();
            switch (api.requestTrip(key(recorded, "request", attempt),
                    new RequestTrip(rider(rider), quote.quoteId()))) {
                case Reply.Refused<Trip> refused when refused.problem().startsWith("quote-") ->
                    last = refused.toString();
                case Reply.Refused<Trip> refused -> throw new RefusedException(refused);
                case Reply.Done<Trip>(Trip trip) -> {
                    Trip ended;
                    try {
                        ended = drive(recorded, attempt, trip, assignments);
                    } catch (RefusedException e) {
                        return new TripOutcome.LeftOpen(recorded, String.valueOf(e.getMessage()));
                    }
                    Fare fare = ended.fare();
                    if (fare != null) {
                        return completed(recorded, attempt, fare, trip.state() == TripState.COMPLETED);
                    }
                    last = "cancelled: " + ended.cancellationReason();
                    if ("HOLD_DECLINED".equals(ended.cancellationReason())) {
                        api.deposit(key(recorded, "deposit", attempt), rider(rider), RESERVE).orThrow();
                    }
                }
            }
        }
        return new TripOutcome.Failed(recorded, "gave up after %d attempts; %s".formatted(MOST_ATTEMPTS, last));
    }

    private static TripOutcome completed(RecordedTrip recorded, int attempt, Fare fare, boolean before) {
        if (!fare.equals(recorded.fare())) {
            return new TripOutcome.Failed(recorded,
                    "completed by the server at the quoted %s, since nobody else did in time".formatted(fare.total()));
        }
        return before
                ? new TripOutcome.DoneBefore(recorded, attempt)
                : new TripOutcome.Replayed(recorded, attempt);
    }

    /// @return the trip, completed or cancelled
    private Trip drive(RecordedTrip recorded, int attempt, Trip requested, AssignmentWatch assignments) {
        Trip trip = requested;
        while (true) {
            switch (trip.state()) {
                case REQUESTED -> trip = assignments.await(trip.tripId());
                case ASSIGNED, ARRIVED ->
                    trip = api.afterwards(trip, api.start(key(recorded, "start", attempt), trip.tripId()));
                case IN_PROGRESS -> {
                    pace.awaitEnd(recorded);
                    trip = api.afterwards(trip, api.complete(key(recorded, "completion", attempt), trip.tripId(),
                            new Completion(recorded.fare(), null, null, recorded.distanceMetres(), recorded.startedAt(),
                                    recorded.endedAt())));
                }
                case COMPLETED, CANCELLED -> {
                    return trip;
                }
            }
        }
    }

    private String rider(int number) {
        return prefix + number;
    }

    private String driver(int number) {
        return prefix + "driver-" + number;
    }

    private String key(RecordedTrip trip, String command, int attempt) {
        return "%s%d-%s-%d".formatted(prefix, trip.line(), command, attempt);
    }
}
