/// Tests of recommendations.
@NullMarked
package dev.hailstone.recommendations.internal;

import org.jspecify.annotations.NullMarked;
