/// The life cycle of trips: who may do what next, and who is told.
@NullMarked
package dev.hailstone.trips.internal;

import org.jspecify.annotations.NullMarked;
