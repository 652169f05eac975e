package dev.hailstone.pricing.internal;

import java.math.BigDecimal;

/// What decides about prices at some time in some cell.
///
/// @param surge 1 is the tariff
record PriceLevel(Tariff tariff, BigDecimal surge) {}
