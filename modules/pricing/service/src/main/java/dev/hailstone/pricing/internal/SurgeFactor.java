package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Instant;

/// The price level of a cell.
///
/// @param since when it last changed
record SurgeFactor(Cell cell, BigDecimal factor, Instant since) {}
