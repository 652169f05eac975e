package dev.hailstone.infra.bench.shop;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;

/// A purchase was changed.
///
/// @param number counts the changes of this purchase from 1
/// @param amount by which its total has grown, in cents
/// @param remark makes the event as large as a usual one
/// @param dueAt when its transaction was due, in nanoseconds of the clock of the JVM that measures
@EventType("shop.purchase-changed")
public record PurchaseChanged(String purchase, long number, long amount, String remark, long dueAt)
        implements
            ModuleEvent {

    @Override
    public String key() {
        return purchase;
    }
}
