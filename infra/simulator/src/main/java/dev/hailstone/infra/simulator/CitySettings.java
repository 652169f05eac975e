package dev.hailstone.infra.simulator;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.hailstone.kernel.InvalidValueException;

/// How large and how busy a city is.
///
/// @param drivers who drive from the first to the last minute
/// @param tripsPerHour asked for in an hour of the city, in the mean of a day
/// @param speedUp seconds of the city that go by in a second
/// @param cancelling the part of the riders who change their mind, from 0 to 1
/// @param unwilling the part of the offers that drivers refuse or do not answer, from 0 to 1
/// @param seed the same seed makes the same wishes; what becomes of them depends on the server
@ConfigurationProperties("hailstone.simulator.city")
record CitySettings(@DefaultValue("40") int drivers, @DefaultValue("120") double tripsPerHour,
        @DefaultValue("10") double speedUp, @DefaultValue("0.05") double cancelling,
        @DefaultValue("0.15") double unwilling, @DefaultValue("42") long seed) {

    CitySettings {
        require(drivers >= 1 && drivers <= 10_000, "drivers", "must be from 1 to 10000, was " + drivers);
        require(tripsPerHour > 0 && tripsPerHour <= 1e6, "tripsPerHour",
                "must be from 0 to 1000000, was " + tripsPerHour);
        require(speedUp > 0 && speedUp <= 1000, "speedUp", "must be from 0 to 1000, was " + speedUp);
        require(unwilling >= 0 && unwilling <= 1, "unwilling", "must be from 0 to 1, was " + unwilling);
        require(cancelling >= 0 && cancelling <= 1, "cancelling", "must be from 0 to 1, was " + cancelling);
    }

    private static void require(boolean condition, String field, String reason) {
        if (!condition) {
            throw new InvalidValueException(field, reason);
        }
    }
}
