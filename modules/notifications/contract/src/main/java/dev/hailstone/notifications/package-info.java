/// Messages to riders and drivers. The module publishes nothing and answers nobody: its contract is empty.
@NullMarked
package dev.hailstone.notifications;

import org.jspecify.annotations.NullMarked;
