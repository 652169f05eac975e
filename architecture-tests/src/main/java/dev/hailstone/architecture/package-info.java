/// Rules that tell whether a module could leave its monolith today, for this code base and for others.
@NullMarked
package dev.hailstone.architecture;

import org.jspecify.annotations.NullMarked;
