package dev.hailstone.tracking.internal;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;

/// A driver says where they are.
record PositionUpdate(DriverId driver, GeoPoint position) {}
