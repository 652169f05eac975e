/// A module that exists only for these tests.
@NullMarked
package dev.hailstone.red.internal;

import org.jspecify.annotations.NullMarked;
