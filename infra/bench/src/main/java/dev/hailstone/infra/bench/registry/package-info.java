/// The consumers as Spring Modulith's event publication registry calls them.
@NullMarked
package dev.hailstone.infra.bench.registry;

import org.jspecify.annotations.NullMarked;
