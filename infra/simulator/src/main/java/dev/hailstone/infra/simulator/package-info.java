/// A city of riders and drivers, and a replay of recorded trips: clients of the public HTTP API.
@NullMarked
@NamedInterface("simulator")
package dev.hailstone.infra.simulator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
