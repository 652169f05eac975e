package dev.hailstone.infra.simulator;

import java.util.random.RandomGenerator;

import dev.hailstone.kernel.GeoPoint;

/// Streets and avenues at right angles, about where and as large as Manhattan south of Central Park.
final class StreetGrid {

    private static final GeoPoint SOUTH_WEST = new GeoPoint(40.700, -74.015);
    private static final int STREETS = 100;
    private static final int AVENUES = 24;
    /// Degrees of latitude between two streets, about 80 metres.
    private static final double STREET = 0.00072;
    /// Degrees of longitude between two avenues, about 250 metres.
    private static final double AVENUE = 0.00297;

    private StreetGrid() {}

    /// A crossing, each as likely as the other.
    static GeoPoint anywhere(RandomGenerator random) {
        return crossing(random.nextInt(AVENUES), random.nextInt(STREETS));
    }

    /// A crossing where people want to go: the closer to the middle, the likelier.
    static GeoPoint popular(RandomGenerator random) {
        return crossing(middle(random, AVENUES), middle(random, STREETS));
    }

    /// The way between two places: along a street, then along an avenue.
    static Route route(GeoPoint from, GeoPoint to) {
        return new Route(from, new GeoPoint(from.latitude(), to.longitude()), to);
    }

    private static int middle(RandomGenerator random, int count) {
        return (random.nextInt(count) + random.nextInt(count)) / 2;
    }

    private static GeoPoint crossing(int avenue, int street) {
        return new GeoPoint(SOUTH_WEST.latitude() + street * STREET, SOUTH_WEST.longitude() + avenue * AVENUE);
    }
}
