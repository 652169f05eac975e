/// The search for drivers: one process for each trip, from the request until the driver is free again.
///
/// Whether a driver is lost who has a trip is for trips to say, which knows whether the ride has begun. So nothing here listens
/// to tracking's events; who can be offered a trip is asked when it matters.
@NullMarked
package dev.hailstone.dispatch.internal;

import org.jspecify.annotations.NullMarked;
