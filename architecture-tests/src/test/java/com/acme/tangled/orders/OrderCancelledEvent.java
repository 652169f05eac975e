package com.acme.tangled.orders;

import com.acme.tangled.kernel.ModuleEvent;

/// Is everything that an event should not be.
interface OrderCancelledEvent extends ModuleEvent {

    OrderId orderId();
}
