package dev.hailstone.tracking.internal;

import dev.hailstone.kernel.GeoPoint;

/// The haversine (the squared sine of half the angle) between a fixed point and others. It orders points as their
/// great-circle distance does.
///
/// Near the point it needs no trigonometry: the power series are cut off where the next term is below the rounding of a
/// double. Elsewhere it is the textbook's formula. Neither knows poles or an antimeridian.
final class Haversine {

    /// Metres, so that angles mean what [GeoPoint#distanceTo] says.
    static final double EARTH_RADIUS = new GeoPoint(0, 0).distanceTo(new GeoPoint(0, 180)) / Math.PI;

    /// Radians; below it the series hold.
    private static final double NEAR = 0.2;

    private final double latitude;
    private final double longitude;
    private final double sine;
    private final double cosine;

    /// @param latitude degrees
    /// @param longitude degrees
    Haversine(double latitude, double longitude) {
        this.latitude = latitude;
        this.longitude = longitude;
        this.sine = Math.sin(Math.toRadians(latitude));
        this.cosine = Math.cos(Math.toRadians(latitude));
    }

    /// Of an angle in radians, 0 to π.
    static double ofAngle(double angle) {
        double half = Math.sin(angle / 2);
        return half * half;
    }

    /// The distance on the sphere of [GeoPoint#distanceTo].
    static double metres(double haversine) {
        return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }

    /// A lower bound of the haversine to whatever lies so many degrees of latitude away; it stays below in spite of rounding.
    static double atLeast(double degreesOfLatitude) {
        double angle = Math.toRadians(degreesOfLatitude);
        double square = angle * angle;
        return square / 4 * (1 - square / 12) * (1 - 1e-12);
    }

    double to(double otherLatitude, double otherLongitude) {
        double north = Math.toRadians(otherLatitude - latitude);
        double east = Math.toRadians(shortWay(otherLongitude - longitude));
        if (Math.abs(north) < NEAR && Math.abs(east) < NEAR) {
            double square = north * north;
            double ofNorth = ofSmall(square);
            double sineOfNorth = north
                    * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72))));
            double otherCosine = cosine * (1 - 2 * ofNorth) - sine * sineOfNorth;
            return ofNorth + cosine * otherCosine * ofSmall(east * east);
        }
        return ofAngle(north) + cosine * Math.cos(Math.toRadians(otherLatitude)) * ofAngle(east);
    }

    private static double shortWay(double degrees) {
        return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
    }

    /// sin²(x/2) = x²/4 − x⁴/48 + x⁶/1440 − x⁸/80640 + x¹⁰/7257600 − …
    private static double ofSmall(double square) {
        return square / 4 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56 * (1 - square / 90))));
    }
}
