package dev.hailstone.simulation;

import java.time.Duration;
import java.util.Map;

/// The times by which everybody abides in the simulation. They are shorter than the city's, so that more of them pass.
final class Rules {

    static final Duration SEARCH_GIVEN_UP_AFTER = Duration.ofSeconds(30);
    static final Duration OFFER_EXPIRES_AFTER = Duration.ofSeconds(10);
    static final Duration DRIVER_FOUND_WITHIN = Duration.ofMinutes(10);
    static final Duration DRIVER_COMES_WITHIN = Duration.ofMinutes(6);
    static final Duration RIDER_COMES_WITHIN = Duration.ofMinutes(4);
    static final Duration RIDE_ENDS_WITHIN = Duration.ofMinutes(15);
    static final Duration SILENT_RIDE_ENDS_WITHIN = Duration.ofMinutes(4);
    static final Duration CANCELLATION_FREE_FOR = Duration.ofMinutes(1);
    static final Duration BOOKED_AHEAD = Duration.ofMinutes(20);
    static final Duration REMINDED_BEFORE = Duration.ofMinutes(10);
    static final Duration SEARCHED_BEFORE = Duration.ofMinutes(5);
    static final int MOST_DRIVERS = 3;

    private Rules() {}

    /// The same as settings of the module.
    static Map<String, String> of(String module) {
        return switch (module) {
            case "trips" -> Map.ofEntries(
                    Map.entry("hailstone.trips.limits.driver-found-within", DRIVER_FOUND_WITHIN.toString()),
                    Map.entry("hailstone.trips.limits.driver-comes-within", DRIVER_COMES_WITHIN.toString()),
                    Map.entry("hailstone.trips.limits.rider-comes-within", RIDER_COMES_WITHIN.toString()),
                    Map.entry("hailstone.trips.limits.ride-ends-within", RIDE_ENDS_WITHIN.toString()),
                    Map.entry("hailstone.trips.limits.silent-ride-ends-within", SILENT_RIDE_ENDS_WITHIN.toString()),
                    Map.entry("hailstone.trips.limits.most-drivers", Integer.toString(MOST_DRIVERS)),
                    Map.entry("hailstone.trips.cancellation.free-for", CANCELLATION_FREE_FOR.toString()),
                    Map.entry("hailstone.trips.booking.earliest", BOOKED_AHEAD.toString()),
                    Map.entry("hailstone.trips.booking.remind-before", REMINDED_BEFORE.toString()),
                    Map.entry("hailstone.trips.booking.search-before", SEARCHED_BEFORE.toString()),
                    Map.entry("hailstone.trips.poll-interval", "5s"));
            case "dispatch" -> Map.of(
                    "hailstone.dispatch.give-up-after", SEARCH_GIVEN_UP_AFTER.toString(),
                    "hailstone.dispatch.offer-expires-after", OFFER_EXPIRES_AFTER.toString(),
                    "hailstone.dispatch.radii-metres", "2000,10000",
                    "hailstone.dispatch.first-retry-after", "1s",
                    "hailstone.dispatch.poll-interval", "10s");
            default -> Map.of();
        };
    }
}
