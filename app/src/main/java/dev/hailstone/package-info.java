/// The single deployable: what is put together, and nothing of the domain.
@NullMarked
package dev.hailstone;

import org.jspecify.annotations.NullMarked;
