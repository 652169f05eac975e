/// Measures the event transport: what carries how many events, how fast, beside what a user would otherwise pick.
@NullMarked
package dev.hailstone.infra.bench;

import org.jspecify.annotations.NullMarked;
