/// One PostgreSQL, in it a schema and a role for each module, and the means to stay within them.
@NullMarked
@NamedInterface("persistence")
package dev.hailstone.infra.persistence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
