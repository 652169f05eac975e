package dev.hailstone.tracking.internal;

import java.time.Instant;

import dev.hailstone.kernel.GeoPoint;

/// Where a driver was seen and when, prepared for the index.
///
/// @param at when the position was received
/// @param x towards latitude 0, longitude 0, on a sphere of radius 1
/// @param y towards latitude 0, longitude 90, on a sphere of radius 1
/// @param z towards the north pole, on a sphere of radius 1
/// @param cell the cell of the [Grid] around the position
record Sighting(GeoPoint position, Instant at, double x, double y, double z, long cell) {

    static Sighting of(GeoPoint position, Instant at) {
        double latitude = Math.toRadians(position.latitude());
        double longitude = Math.toRadians(position.longitude());
        return new Sighting(position, at, Math.cos(latitude) * Math.cos(longitude),
                Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude), Grid.cellAt(position));
    }

    /// The squared length of the straight line through the unit sphere. It orders points as the great circle does, needs no
    /// trigonometry, and knows neither poles nor an antimeridian.
    double squaredChordTo(Sighting other) {
        double dx = x - other.x;
        double dy = y - other.y;
        double dz = z - other.z;
        return dx * dx + dy * dy + dz * dz;
    }
}
