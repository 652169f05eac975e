/// Trips, dispatch and ledger as they are, in a world that a seed decides: its clock, its people, its faults.
@NullMarked
package dev.hailstone.simulation;

import org.jspecify.annotations.NullMarked;
