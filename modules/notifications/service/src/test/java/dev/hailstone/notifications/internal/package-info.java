/// Tests of notifications.
@NullMarked
package dev.hailstone.notifications.internal;

import org.jspecify.annotations.NullMarked;
