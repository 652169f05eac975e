/// Who owes what to whom, and why.
@NullMarked
package dev.hailstone.ledger;

import org.jspecify.annotations.NullMarked;
