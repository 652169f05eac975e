/// What every HTTP endpoint shares: problem details, idempotency keys, limits and documentation.
@NullMarked
@NamedInterface("web")
package dev.hailstone.infra.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
