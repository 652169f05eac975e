/// Replays and cities, against a hand-written server that speaks the public API.
@NullMarked
package dev.hailstone.infra.simulator;

import org.jspecify.annotations.NullMarked;
