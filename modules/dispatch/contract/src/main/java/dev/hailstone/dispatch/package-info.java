/// Which driver drives which trip.
@NullMarked
package dev.hailstone.dispatch;

import org.jspecify.annotations.NullMarked;
