package com.acme.tangled.orders;

import com.acme.tangled.kernel.EventType;
import com.acme.tangled.kernel.ModuleEvent;

/// Took the name of another event.
@EventType("orders.order-placed")
public record OrderPaid(OrderId orderId) implements ModuleEvent {}
