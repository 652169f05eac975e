package dev.hailstone.recommendations;

import java.util.List;

import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/// Suggests destinations from the trips seen so far. Called outside transactions.
@HttpExchange("/api/suggestions")
public interface DestinationSuggestions {

    /// Destinations for a rider who stands at a place, best first; empty before the first trip.
    ///
    /// @param latitude degrees, −90 to 90
    /// @param longitude degrees, −180 to 180
    /// @param hour local hour of day, 0 to 23
    /// @param limit 1 to 50
    @GetExchange
    List<SuggestedDestination> suggest(@RequestParam double latitude, @RequestParam double longitude,
            @RequestParam int hour, @RequestParam int limit);
}
