/// Tokens, roles and rates, in an application without modules.
@NullMarked
package dev.hailstone.infra.security;

import org.jspecify.annotations.NullMarked;
