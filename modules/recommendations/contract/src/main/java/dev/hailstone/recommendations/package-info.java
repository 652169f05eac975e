/// Where a rider may want to go.
@NullMarked
package dev.hailstone.recommendations;

import org.jspecify.annotations.NullMarked;
