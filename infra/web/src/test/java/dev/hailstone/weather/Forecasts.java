package dev.hailstone.weather;

import java.util.List;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Identifier;

/// A facade with every kind of parameter that ours have.
@HttpExchange("/api/forecasts")
public interface Forecasts {

    @GetExchange("/{stationId}")
    Forecast of(@PathVariable StationId stationId);

    @GetExchange
    List<Forecast> near(@RequestParam double latitude, @RequestParam double longitude, @RequestParam int limit);

    @PostExchange("/{stationId}/observations")
    Forecast observe(@PathVariable StationId stationId, @RequestBody Observation observation);

    record StationId(String value) implements Identifier {

        public static StationId of(String value) {
            return new StationId(value);
        }

        @Override
        public String toString() {
            return value;
        }
    }

    record Observation(GeoPoint place, double celsius) {}

    record Forecast(StationId stationId, double celsius) {}
}
