package dev.hailstone.ledger;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;

/// A driver's earnings left the platform for their bank.
@EventType("ledger.driver-paid-out")
public record DriverPaidOut(DriverId driverId, Money amount, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return driverId.value();
    }
}
