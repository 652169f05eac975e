/// Takes a process into traces: a tracer by OpenTelemetry, and an exporter that stays away until it is given an address.
@NullMarked
@NamedInterface("tracing")
package dev.hailstone.infra.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
