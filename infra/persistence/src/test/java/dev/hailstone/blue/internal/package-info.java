/// A module that exists only for these tests.
@NullMarked
package dev.hailstone.blue.internal;

import org.jspecify.annotations.NullMarked;
