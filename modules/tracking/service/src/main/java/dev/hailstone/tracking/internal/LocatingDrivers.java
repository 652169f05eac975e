package dev.hailstone.tracking.internal;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverLocator;
import dev.hailstone.tracking.NearbyDriver;

/// Answers from memory, so it needs no transaction.
@RestController
@Tag(name = "tracking")
final class LocatingDrivers implements DriverLocator {

    private static final double WIDEST = 100_000;
    private static final int MOST = 100;

    private final Fleet fleet;

    LocatingDrivers(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    @OpenTo(Role.MODULE)
    @Operation(summary = "The nearest drivers who can take a trip")
    public List<NearbyDriver> nearestAvailable(double latitude, double longitude, double radiusMetres, int limit) {
        GeoPoint centre = new GeoPoint(latitude, longitude);
        // Written so that NaN fails too.
        if (!(radiusMetres > 0 && radiusMetres <= WIDEST)) {
            throw new InvalidValueException("radiusMetres",
                    "must be more than 0 and at most %.0f, was %s".formatted(WIDEST, radiusMetres));
        }
        if (limit < 1 || limit > MOST) {
            throw new InvalidValueException("limit", "must be between 1 and %d, was %d".formatted(MOST, limit));
        }
        return fleet.nearestAvailable(centre, radiusMetres, limit);
    }
}
