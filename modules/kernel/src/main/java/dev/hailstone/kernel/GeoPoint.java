package dev.hailstone.kernel;

/// A place on Earth in WGS 84.
///
/// @param latitude degrees north, −90 to 90
/// @param longitude degrees east, −180 to 180
public record GeoPoint(double latitude, double longitude) {

    /// Mean Earth radius of the International Union of Geodesy and Geophysics, in metres.
    private static final double EARTH_RADIUS = 6_371_008.8;

    /// @throws InvalidValueException if a coordinate is out of range or not a number
    public GeoPoint {
        requireWithin("latitude", latitude, 90);
        requireWithin("longitude", longitude, 180);
    }

    /// The great-circle distance in metres, by the haversine formula on a sphere (at most 0.5 % off the ellipsoid).
    public double distanceTo(GeoPoint other) {
        double phi = Math.toRadians(latitude);
        double otherPhi = Math.toRadians(other.latitude);
        double sinLatitude = Math.sin((otherPhi - phi) / 2);
        double sinLongitude = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double haversine = sinLatitude * sinLatitude
                + Math.cos(phi) * Math.cos(otherPhi) * sinLongitude * sinLongitude;
        return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }

    private static void requireWithin(String field, double degrees, int limit) {
        // Written so that NaN fails too.
        if (!(degrees >= -limit && degrees <= limit)) {
            throw new InvalidValueException(field,
                    "must be between -%d and %d degrees, was %s".formatted(limit, limit, degrees));
        }
    }
}
