@NullMarked
package dev.hailstone.infra.bench;

import org.jspecify.annotations.NullMarked;
