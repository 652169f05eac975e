/// What JSON becomes of our types, and what is refused.
@NullMarked
package dev.hailstone.infra.json;

import org.jspecify.annotations.NullMarked;
