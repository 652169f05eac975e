package dev.hailstone.infra.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.hailstone.infra.simulator.CityCounts.Ending;
import dev.hailstone.infra.simulator.HailstoneApi.Charges;
import dev.hailstone.infra.simulator.HailstoneApi.OfferAnswer;
import dev.hailstone.infra.simulator.HailstoneApi.Offered.Offer;
import dev.hailstone.infra.simulator.HailstoneApi.Trip;
import dev.hailstone.kernel.GeoPoint;

/// Riders and drivers who use the platform as people do, in a time that goes by faster than ours.
///
/// One thread moves the drivers and lets riders make wishes; each ride is a thread of its own. Whatever the server
/// does, the city holds no more than its drivers, its riders and the rides under way.
final class City implements AutoCloseable {

    private static final long TICK_MILLIS = 250;
    private static final long POLL_MILLIS = 200;
    private static final long REPORT_MILLIS = 60_000;
    private static final long MORNING = Duration.ofHours(6).toSeconds();
    /// Somebody else's driver comes from about so far: degrees of latitude, a kilometre.
    private static final double NEARBY = 0.009;

    private final CitySettings settings;
    private final HailstoneApi api;
    private final Consumer<String> log;
    private final String name;
    private final AssignmentWatch assignments;
    private final OfferWatch offers;
    private final PositionReports positions;
    private final ExecutorService rides = Workers.pool("ride");
    private final CityCounts counts = new CityCounts();
    private final RandomGenerator wishes;
    private final RandomGenerator cruising;
    private final RandomGenerator moods;
    private final Map<String, CityDriver> drivers = new ConcurrentHashMap<>();
    private final Map<String, CityDriver> guests = new ConcurrentHashMap<>();
    private final Deque<CityRider> riders = new ArrayDeque<>();
    private final int mostRides;
    private int population;
    private double cityTime;
    private double nextWish;

    /// @param log told once a minute how the city is
    City(CitySettings settings, HailstoneApi api, Consumer<String> log) {
        this.settings = settings;
        this.api = api;
        this.log = log;
        // Unlike wishes, names differ from run to run: a key must not be used again for another ride.
        this.name = "city-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 8) + "-";
        this.assignments = new AssignmentWatch(api, POLL_MILLIS);
        this.offers = new OfferWatch(api, POLL_MILLIS, this::answer);
        this.positions = new PositionReports(api);
        this.wishes = new SplittableRandom(settings.seed());
        this.cruising = new SplittableRandom(settings.seed() + 1);
        this.moods = new SplittableRandom(settings.seed() + 2);
        this.mostRides = 3 * settings.drivers();
    }

    /// Lives for so many hours of the city, then waits for the last rides.
    ///
    /// @throws StoppedException if the thread is interrupted
    /// @throws ServerAwayException if the server was away for too long
    void live(double hours) {
        for (int i = 0; i < settings.drivers(); i++) {
            CityDriver driver = new CityDriver(name + "driver-" + i, StreetGrid.anywhere(cruising));
            drivers.put(driver.id(), driver);
            api.takeOffers(driver.id(), false).orThrow();
            positions.put(driver.id(), driver.position());
        }
        positions.start();
        log.accept("A city of %d drivers wakes up; its seed is %d, its names begin with %s".formatted(
                settings.drivers(), settings.seed(), name));
        nextWish = pause();
        long last = System.nanoTime();
        long reported = last;
        while (cityTime < hours * 3600) {
            Pause.millis(TICK_MILLIS);
            long now = System.nanoTime();
            tick((now - last) / 1e9 * settings.speedUp());
            while (cityTime >= nextWish) {
                wish();
                nextWish += pause();
            }
            last = now;
            if (now - reported >= REPORT_MILLIS * 1_000_000) {
                log.accept(toString());
                reported = now;
            }
        }
        finish(last);
    }

    private void finish(long from) {
        long last = from;
        while (counts.underWay() > 0) {
            Pause.millis(TICK_MILLIS);
            long now = System.nanoTime();
            tick((now - last) / 1e9 * settings.speedUp());
            last = now;
        }
        for (CityDriver driver : drivers.values()) {
            api.signOff(driver.id() + "-sign-off", driver.id());
        }
        log.accept(toString());
    }

    private void tick(double seconds) {
        // This thread makes no requests meanwhile: it is they who notice that the server is away.
        assignments.requireAlive();
        offers.requireAlive();
        positions.requireAlive();
        cityTime += seconds;
        for (CityDriver driver : drivers.values()) {
            GeoPoint before = driver.position();
            driver.advance(seconds, cruising);
            GeoPoint after = driver.position();
            if (!after.equals(before)) {
                positions.put(driver.id(), after);
            }
        }
        guests.values().forEach(guest -> guest.advance(seconds, cruising));
    }

    private void wish() {
        if (counts.underWay() >= mostRides) {
            counts.turnedAway();
            return;
        }
        CityRider rider = idleRider();
        CityRide ride = new CityRide(this, rider, settings.cancelling(), wishes);
        counts.requested();
        rides.execute(() -> make(ride, rider));
    }

    private void make(CityRide ride, CityRider rider) {
        try {
            Ending ending = ride.make();
            if (ending != Ending.COMPLETED) {
                counts.ended(ending);
            }
            synchronized (riders) {
                riders.addLast(rider);
            }
        } catch (StoppedException _) {
            counts.ended(Ending.FAILED);
        } catch (RuntimeException e) {
            // The rider may have an open trip left, and would be refused another one: somebody new takes their place.
            counts.ended(Ending.FAILED);
            log.accept("A ride of %s failed: %s".formatted(rider.id(), e.getMessage()));
        }
    }

    private CityRider idleRider() {
        synchronized (riders) {
            // Longest idle first, once there are enough to choose from.
            if (riders.size() > settings.drivers()) {
                return riders.removeFirst();
            }
        }
        population++;
        return new CityRider(name + "rider-" + population);
    }

    /// Seconds of the city until the next wish: demand is a Poisson process whose rate follows the day.
    private double pause() {
        double rate = settings.tripsPerHour() / 3600 * DayRhythm.demandAt(MORNING + (long) cityTime);
        return -Math.log(1 - wishes.nextDouble()) / rate;
    }

    /// What a driver says to an offer; nothing if it is not for one of ours, or if they do not even look at it.
    private Optional<OfferAnswer> answer(Offer offer) {
        if (!drivers.containsKey(offer.driverId())) {
            return Optional.empty();
        }
        double mood = moods.nextDouble();
        if (mood >= settings.unwilling()) {
            return Optional.of(new OfferAnswer("ACCEPTED"));
        }
        counts.offerDeclined();
        return mood < settings.unwilling() / 2 ? Optional.of(new OfferAnswer("REFUSED")) : Optional.empty();
    }

    HailstoneApi api() {
        return api;
    }

    AssignmentWatch assignments() {
        return assignments;
    }

    CityCounts counts() {
        return counts;
    }

    /// Who drives the trip: one of ours, or a guest if other traffic's drivers were nearer.
    CityDriver driverOf(Trip trip) {
        String id = String.valueOf(trip.driverId());
        CityDriver own = drivers.get(id);
        return own != null
                ? own
                : guests.computeIfAbsent(id, _ -> new CityDriver(id,
                        new GeoPoint(trip.pickup().latitude() + NEARBY, trip.pickup().longitude())));
    }

    /// A guest whose ride is over goes back to their own traffic.
    void forget(CityDriver driver) {
        guests.remove(driver.id(), driver);
    }

    /// What the ledger has charged this city's riders, once it has as many charges as there were completed rides and late cancellations.
    Charges settle(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Charges charges = api.charges(name + "rider-").orThrow();
        while (charges.charges() < counts.charged() && System.nanoTime() < deadline) {
            Pause.millis(POLL_MILLIS);
            charges = api.charges(name + "rider-").orThrow();
        }
        return charges;
    }

    @Override
    public String toString() {
        long second = MORNING + (long) cityTime;
        return String.format(Locale.ROOT, "City, day %d %02d:%02d: %s", second / 86_400 + 1, second / 3600 % 24,
                second / 60 % 60, counts);
    }

    @Override
    public void close() {
        assignments.close();
        offers.close();
        positions.close();
        rides.shutdownNow();
        try {
            rides.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
