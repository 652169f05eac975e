/// Every way in which a request can be wrong, and what its sender is told.
@NullMarked
package dev.hailstone.infra.web;

import org.jspecify.annotations.NullMarked;
