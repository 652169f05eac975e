/// Learns from finished trips which destinations follow which places at which time of day, and suggests the likely ones.
@NullMarked
package dev.hailstone.recommendations.internal;

import org.jspecify.annotations.NullMarked;
