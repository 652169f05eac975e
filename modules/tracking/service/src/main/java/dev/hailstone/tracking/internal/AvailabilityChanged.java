package dev.hailstone.tracking.internal;

import java.util.List;

/// Tells the memory of this process, after the commit, what a transaction did.
record AvailabilityChanged(List<Availability> drivers) {}
