package com.acme.tangled.orders;

import com.acme.tangled.kernel.EventType;
import com.acme.tangled.kernel.ModuleEvent;

/// Is named like a class.
@EventType("orders.OrderShipped")
public record OrderShipped(OrderId orderId) implements ModuleEvent {}
