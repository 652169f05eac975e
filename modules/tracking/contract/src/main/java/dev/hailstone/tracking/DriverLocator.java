package dev.hailstone.tracking;

import java.util.List;

import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/// Finds drivers who can take a trip. Called outside transactions.
@HttpExchange("/api/drivers")
public interface DriverLocator {

    /// The nearest available drivers, nearest first. The answer is a snapshot: a driver in it may be taken by the time it
    /// is read.
    ///
    /// @param latitude degrees, −90 to 90
    /// @param longitude degrees, −180 to 180
    /// @param radiusMetres more than 0, at most 100,000
    /// @param limit 1 to 100
    @GetExchange("/nearest")
    List<NearbyDriver> nearestAvailable(@RequestParam double latitude, @RequestParam double longitude,
            @RequestParam double radiusMetres, @RequestParam int limit);
}
