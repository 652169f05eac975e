/// The module whose purchases change: the publishing side of the workload.
@NullMarked
package dev.hailstone.infra.bench.shop;

import org.jspecify.annotations.NullMarked;
