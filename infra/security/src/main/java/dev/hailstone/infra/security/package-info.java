/// Who calls, what they may call, and how often: tokens, roles, owners and rates of every HTTP endpoint.
@NullMarked
@NamedInterface("security")
package dev.hailstone.infra.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
