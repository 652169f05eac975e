/// The transport's promises, kept against a real PostgreSQL.
@NullMarked
package dev.hailstone.infra.messaging;

import org.jspecify.annotations.NullMarked;
