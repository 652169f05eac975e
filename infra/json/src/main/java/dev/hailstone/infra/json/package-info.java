/// The JSON form of the kernel's types: the same over HTTP, in the journal and on a broker.
@NullMarked
@NamedInterface("json")
package dev.hailstone.infra.json;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
