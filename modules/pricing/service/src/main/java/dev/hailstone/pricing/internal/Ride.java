package dev.hailstone.pricing.internal;

import java.time.Duration;

/// How far and how long somebody drives: what a tariff needs to know.
record Ride(double distanceMetres, Duration duration) {}
