/// The few types that every module shares; adding one needs a reason in ADR 0003.
@NullMarked
package dev.hailstone.kernel;

import org.jspecify.annotations.NullMarked;
