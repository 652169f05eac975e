package dev.hailstone.infra.simulator;

import dev.hailstone.kernel.GeoPoint;

/// A way with one corner.
record Route(GeoPoint from, GeoPoint corner, GeoPoint to) {

    /// In metres.
    double length() {
        return from.distanceTo(corner) + corner.distanceTo(to);
    }

    /// Where one is after so many metres; at the end, if they are more than the way has.
    GeoPoint at(double metres) {
        double first = from.distanceTo(corner);
        return metres < first
                ? between(from, corner, metres / first)
                : between(corner, to, (metres - first) / Math.max(corner.distanceTo(to), 0.001));
    }

    private static GeoPoint between(GeoPoint one, GeoPoint other, double part) {
        double share = Math.clamp(part, 0, 1);
        return new GeoPoint(one.latitude() + share * (other.latitude() - one.latitude()),
                one.longitude() + share * (other.longitude() - one.longitude()));
    }
}
