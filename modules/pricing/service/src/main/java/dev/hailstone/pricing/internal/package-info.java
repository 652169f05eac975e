/// Quotes that bind, tariffs that never change once valid, and surge counted from what other modules tell.
///
/// A quote is decided on under its row's lock. Surge is eventual: events are only counted when they are heard, and every
/// few seconds the counts of a sliding window become factors, in one transaction and by the database's content alone.
@NullMarked
package dev.hailstone.pricing.internal;

import org.jspecify.annotations.NullMarked;
