/// The rules on trial: a shop that keeps them all, a shop that breaks every one, and Hailstone itself.
@NullMarked
package dev.hailstone.architecture;

import org.jspecify.annotations.NullMarked;
