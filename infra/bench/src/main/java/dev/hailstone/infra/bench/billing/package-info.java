/// A module that writes a row for every change of a purchase.
@NullMarked
package dev.hailstone.infra.bench.billing;

import org.jspecify.annotations.NullMarked;
