package dev.hailstone.tracking.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;

/// A driver as the database knows them.
///
/// They come *online* with a position, and go *offline* when they sign off or are silent for too long. Trips *engage* them
/// meanwhile. A driver may be heard of first by an assignment: then there is no position yet.
///
/// @param since when they last went online or offline
/// @param seenAt when the position was received
record Driver(Availability availability, Instant since, @Nullable GeoPoint position, @Nullable Instant seenAt) {}
