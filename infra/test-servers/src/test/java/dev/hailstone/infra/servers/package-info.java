/// Whether the servers for tests do what tests rely on.
@NullMarked
package dev.hailstone.infra.servers;

import org.jspecify.annotations.NullMarked;
