/// The event transport: outbox, journal and cursor. It knows events, but no module.
@NullMarked
@NamedInterface("messaging")
package dev.hailstone.infra.messaging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
