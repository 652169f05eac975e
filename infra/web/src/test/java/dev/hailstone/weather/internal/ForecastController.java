package dev.hailstone.weather.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import dev.hailstone.weather.Forecasts;

@RestController
class ForecastController implements Forecasts {

    private final AtomicInteger refusals = new AtomicInteger();

    @Override
    public Forecast of(StationId stationId) {
        return switch (stationId.value()) {
            case "busy" -> {
                if (refusals.getAndIncrement() < 2) {
                    throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
                }
                yield new Forecast(stationId, refusals.get());
            }
            case "broken" -> throw new IllegalStateException("broken");
            default -> new Forecast(stationId, 20.5);
        };
    }

    @Override
    public List<Forecast> near(double latitude, double longitude, int limit) {
        return List.of(new Forecast(new StationId("near"), latitude + longitude + limit));
    }

    @Override
    public Forecast observe(StationId stationId, Observation observation) {
        return new Forecast(stationId, observation.celsius() + observation.place().latitude());
    }
}
