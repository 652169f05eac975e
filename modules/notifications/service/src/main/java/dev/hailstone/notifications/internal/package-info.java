/// Tells riders and drivers, once and in their language, what happened to their trips and their money.
@NullMarked
package dev.hailstone.notifications.internal;

import org.jspecify.annotations.NullMarked;
