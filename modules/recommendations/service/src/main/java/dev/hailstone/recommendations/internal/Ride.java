package dev.hailstone.recommendations.internal;

import java.time.Instant;
import java.time.ZoneId;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.trips.TripCompleted;

/// What there is to learn from a finished trip: from where, at which time of day, to where.
///
/// @param dropoff on the antimeridian it is 180° west, never east, so that the mean of dropoffs in a cell lies there too
record Ride(Cell origin, HourBand band, GeoPoint dropoff, Instant endedAt) {

    Ride {
        if (dropoff.longitude() == 180) {
            dropoff = new GeoPoint(dropoff.latitude(), -180);
        }
    }

    /// @param zone of the wall clock that the rider looked at when the ride began
    static Ride of(TripCompleted trip, ZoneId zone) {
        int hour = trip.startedAt().atZone(zone).getHour();
        return new Ride(Cell.of(trip.pickup()), HourBand.of(hour), trip.dropoff(), trip.at());
    }

    Cell destination() {
        return Cell.of(dropoff);
    }
}
