/// A module that writes a row for every change of a purchase.
@NullMarked
package dev.hailstone.infra.bench.shipping;

import org.jspecify.annotations.NullMarked;
