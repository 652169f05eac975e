package dev.hailstone.pricing;

import java.math.BigDecimal;
import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;

/// Demand and supply moved the price level of an area.
///
/// @param cell the area, in the notation of pricing
/// @param factor 1 is the tariff
@EventType("pricing.surge-changed")
public record SurgeChanged(String cell, BigDecimal factor, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return cell;
    }
}
