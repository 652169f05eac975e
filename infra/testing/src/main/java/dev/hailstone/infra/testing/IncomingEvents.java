package dev.hailstone.infra.testing;

import dev.hailstone.infra.messaging.HandDelivery;
import dev.hailstone.kernel.ModuleEvent;

/// Events of other modules, for the test of a module that is alone in its process.
///
/// They take the way that real ones take from the journal on: JSON, the dispatcher's transaction, the cursor.
public final class IncomingEvents {

    private final HandDelivery delivery;

    IncomingEvents(HandDelivery delivery) {
        this.delivery = delivery;
    }

    /// Delivers the events in this order, each in a transaction of its own, and returns when they are applied.
    ///
    /// @throws IllegalStateException if nobody in this process hears one, or if a listener failed; the message has its
    ///         stack trace, and the event is now parked
    public void deliver(ModuleEvent... events) {
        delivery.deliver(events);
    }
}
