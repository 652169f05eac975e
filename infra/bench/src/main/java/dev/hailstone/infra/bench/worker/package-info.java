/// The process that is measured: one variant, one database, told by its parent what load to carry.
@NullMarked
package dev.hailstone.infra.bench.worker;

import org.jspecify.annotations.NullMarked;
