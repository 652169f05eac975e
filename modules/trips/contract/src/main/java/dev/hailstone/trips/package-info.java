/// A rider's wish to be driven, and what becomes of it.
@NullMarked
package dev.hailstone.trips;

import org.jspecify.annotations.NullMarked;
