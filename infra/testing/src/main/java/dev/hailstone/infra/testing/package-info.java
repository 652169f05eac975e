/// What the tests of every module share; no production code depends on it.
@NullMarked
@NamedInterface("testing")
package dev.hailstone.infra.testing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
