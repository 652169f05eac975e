/// The application that tests of one module run in.
@NullMarked
package dev.hailstone;

import org.jspecify.annotations.NullMarked;
