/// Servers that a test starts for itself and may break, never those of the machine.
@NullMarked
package dev.hailstone.infra.servers;

import org.jspecify.annotations.NullMarked;
