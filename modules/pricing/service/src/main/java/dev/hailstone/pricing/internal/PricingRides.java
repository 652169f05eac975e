package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Clock;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.pricing.internal.FareCase.Occasion;
import dev.hailstone.trips.Fare;

/// Prices finished rides.
///
/// A ride that ended about where its quote said costs what was quoted. One that ended elsewhere costs what the tariff and
/// the surge of its quote say of what was driven. A ride whose quote is not known, or no longer, costs today's tariff
/// without surge: nobody agreed to more.
@Component
class PricingRides {

    private final Quotes quotes;
    private final Tariffs tariffs;
    private final CalculatingFares fares;
    private final Clock clock;
    private final RoutePolicy routes;
    private final double sameDropoffWithin;

    PricingRides(Quotes quotes, Tariffs tariffs, CalculatingFares fares, Clock clock, PricingSettings settings) {
        this.quotes = quotes;
        this.tariffs = tariffs;
        this.fares = fares;
        this.clock = clock;
        this.routes = settings.routes();
        this.sameDropoffWithin = settings.sameDropoffWithin();
    }

    @Transactional(readOnly = true)
    Fare price(FinishedRide ride) {
        Money price = quotes.acceptedFor(ride.tripId())
                .map(quote -> price(ride, quote))
                .orElseGet(() -> price(ride, tariffs.validAt(clock.instant()), BigDecimal.ONE));
        return Fare.of(price);
    }

    private Money price(FinishedRide ride, Quote quote) {
        return ride.dropoff().distanceTo(quote.dropoff()) <= sameDropoffWithin
                ? quote.price()
                : price(ride, tariffs.ofVersion(quote.tariff()), quote.surge());
    }

    private Money price(FinishedRide ride, Tariff tariff, BigDecimal surge) {
        return fares.price(new FareCase(Occasion.RIDE, ride.tripId().value(), driven(ride), tariff, surge));
    }

    private Ride driven(FinishedRide ride) {
        Double metres = ride.distanceMetres();
        return new Ride(metres == null ? routes.metres(ride.pickup(), ride.dropoff()) : metres, ride.duration());
    }
}
