package dev.hailstone.trips.internal;

import java.time.Instant;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteDecision.Terms;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// Values that the tests of this module share.
final class Samples {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final GeoPoint TIMES_SQUARE = new GeoPoint(40.7580, -73.9855);
    static final GeoPoint WALL_STREET = new GeoPoint(40.7064, -74.0094);
    static final RiderId ANN = new RiderId("ann");
    static final DriverId BOB = new DriverId("bob");
    static final Money TWELVE_DOLLARS = Money.of("12.00", "USD");
    static final Terms TERMS = new Terms(TIMES_SQUARE, WALL_STREET, TWELVE_DOLLARS);
    static final Fare METERED = new Fare(Money.of("10.50", "USD"), Money.of("2.00", "USD"), Money.of("6.55", "USD"),
            Money.of("3.30", "USD"));

    private Samples() {}

    static TripsSettings rules() {
        return rules(Map.of());
    }

    static TripsSettings rules(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("hailstone.trips",
                TripsSettings.class);
    }

    static TripId aTripId() {
        return new TripId(TimeOrderedIds.next());
    }

    static QuoteId aQuoteId() {
        return new QuoteId(TimeOrderedIds.next());
    }
}
