/// Where drivers are and whether they can take a trip.
@NullMarked
package dev.hailstone.tracking;

import org.jspecify.annotations.NullMarked;
