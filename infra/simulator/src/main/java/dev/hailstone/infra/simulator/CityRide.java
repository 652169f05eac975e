package dev.hailstone.infra.simulator;

import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.simulator.CityCounts.Ending;
import dev.hailstone.infra.simulator.HailstoneApi.Completion;
import dev.hailstone.infra.simulator.HailstoneApi.Quote;
import dev.hailstone.infra.simulator.HailstoneApi.RequestQuote;
import dev.hailstone.infra.simulator.HailstoneApi.RequestTrip;
import dev.hailstone.infra.simulator.HailstoneApi.Trip;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;

/// One ride from wish to fare, told by rider and driver in turn.
final class CityRide {

    private static final Resolve[] DOUBTS = {Resolve.REGRETS_AT_ONCE, Resolve.TIRES_OF_WAITING, Resolve.MISSES_THE_CAR};
    /// The part of the drivers who find out on the way that they cannot come.
    private static final double GIVING_BACK = 0.02;

    private final City city;
    private final CityRider rider;
    private final GeoPoint pickup;
    private final GeoPoint dropoff;
    private final Resolve resolve;
    private final int tipPercent;
    private final String key;
    private boolean givenBack;
    private @Nullable CompletableFuture<Void> last;

    /// @param random used only here, before the ride begins, so that a seed makes the same wishes whatever the server does
    CityRide(City city, CityRider rider, double cancelling, RandomGenerator random) {
        this.city = city;
        this.rider = rider;
        this.pickup = StreetGrid.popular(random);
        this.dropoff = different(pickup, random);
        this.resolve = random.nextDouble() >= cancelling
                ? Resolve.FIRM
                : DOUBTS[random.nextInt(DOUBTS.length)];
        this.givenBack = random.nextDouble() < GIVING_BACK;
        this.tipPercent = 5 * random.nextInt(5);
        this.key = rider.nextRide();
    }

    /// Makes the ride; returns when it is over.
    Ending make() {
        HailstoneApi api = city.api();
        Quote quote = api.quote(key + "-quote", new RequestQuote(rider.id(), pickup, dropoff)).orThrow();
        rider.fund(quote.price(), api);
        Trip trip = api.requestTrip(key + "-request", new RequestTrip(rider.id(), quote.quoteId())).orThrow();
        if (resolve == Resolve.REGRETS_AT_ONCE) {
            trip = cancel(trip);
        }
        CityDriver driver = null;
        try {
            while (true) {
                switch (trip.state()) {
                    case REQUESTED -> trip = city.assignments().await(trip.tripId());
                    case ASSIGNED -> {
                        driver = drivenBy(city.driverOf(trip), driver);
                        trip = approach(trip, driver);
                    }
                    case ARRIVED -> trip = resolve == Resolve.MISSES_THE_CAR
                            ? cancel(trip)
                            : api.afterwards(trip, api.start(key + "-start", trip.tripId()));
                    case IN_PROGRESS -> trip = ride(trip, driver, quote.price());
                    case COMPLETED -> {
                        return completed(trip);
                    }
                    case CANCELLED -> {
                        Money fee = trip.cancellationFee();
                        if (fee != null) {
                            rider.pay(fee);
                            city.counts().cancelledFor(fee);
                        }
                        return ending(trip);
                    }
                }
            }
        } finally {
            if (driver != null) {
                letGo(driver);
            }
        }
    }

    /// A trip that has lost its driver has got another one.
    private CityDriver drivenBy(CityDriver driver, @Nullable CityDriver before) {
        if (before != null && !before.id().equals(driver.id())) {
            letGo(before);
        }
        return driver;
    }

    private void letGo(CityDriver driver) {
        driver.release(last);
        city.forget(driver);
    }

    private Trip approach(Trip trip, CityDriver driver) {
        if (resolve == Resolve.TIRES_OF_WAITING) {
            return cancel(trip);
        }
        if (givenBack) {
            givenBack = false;
            return city.api().afterwards(trip, city.api().giveBack(key + "-give-back", trip.tripId()));
        }
        drive(driver, pickup);
        return city.api().afterwards(trip, city.api().arrive(key + "-arrival", trip.tripId()));
    }

    private Trip ride(Trip trip, @Nullable CityDriver driver, Money price) {
        if (driver != null) {
            drive(driver, dropoff);
        }
        Money tip = price.times(BigDecimal.valueOf(tipPercent, 2));
        return city.api()
                .afterwards(trip, city.api()
                        .complete(key + "-completion", trip.tripId(),
                                new Completion(null, tip, null, null, null, null)));
    }

    private void drive(CityDriver driver, GeoPoint place) {
        last = driver.driveTo(place);
        Futures.join(last);
    }

    private Trip cancel(Trip trip) {
        return city.api().afterwards(trip, city.api().cancel(key + "-cancellation", trip.tripId()));
    }

    private Ending completed(Trip trip) {
        if (trip.fare() == null) {
            throw new IllegalStateException("trip %s is completed without a fare".formatted(trip.tripId()));
        }
        rider.pay(trip.fare().total());
        city.counts().completed(trip.fare().total());
        return Ending.COMPLETED;
    }

    private static Ending ending(Trip trip) {
        return switch (trip.cancellationReason()) {
            case "NO_DRIVER_FOUND" -> Ending.WITHOUT_DRIVER;
            case "HOLD_DECLINED" -> Ending.WITHOUT_FUNDS;
            case null, default -> Ending.CANCELLED_BY_RIDER;
        };
    }

    private static GeoPoint different(GeoPoint place, RandomGenerator random) {
        GeoPoint other = StreetGrid.popular(random);
        while (other.equals(place)) {
            other = StreetGrid.popular(random);
        }
        return other;
    }

    /// How sure a rider is.
    private enum Resolve {
        FIRM, REGRETS_AT_ONCE, TIRES_OF_WAITING, MISSES_THE_CAR
    }
}
