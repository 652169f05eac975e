/// A contract, as small as one can be.
@NullMarked
package dev.hailstone.weather;

import org.jspecify.annotations.NullMarked;
