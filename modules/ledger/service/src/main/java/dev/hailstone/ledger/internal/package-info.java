/// Accounts by double entry: every entry is written once and for ever, everything else is derived from them.
@NullMarked
package dev.hailstone.ledger.internal;

import org.jspecify.annotations.NullMarked;
