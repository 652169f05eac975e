/// What a trip costs, and what was promised to the rider.
@NullMarked
package dev.hailstone.pricing;

import org.jspecify.annotations.NullMarked;
