package com.acme.tangled.orders;

import com.acme.tangled.kernel.EventType;
import com.acme.tangled.kernel.ModuleEvent;

/// Says that it comes from elsewhere.
@EventType("stock.order-returned")
public record OrderReturned(OrderId orderId) implements ModuleEvent {}
