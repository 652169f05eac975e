/// The search for drivers: one process for each trip, from the request until the driver is free again.
///
/// An assigned driver who goes offline keeps the trip: only the rider may cancel it. So nothing here listens to tracking's
/// events; who can be offered a trip is asked when it matters.
@NullMarked
package dev.hailstone.dispatch.internal;

import org.jspecify.annotations.NullMarked;
