/// What every consumer does about an event, and how it is seen that it has been done.
@NullMarked
package dev.hailstone.infra.bench.effects;

import org.jspecify.annotations.NullMarked;
