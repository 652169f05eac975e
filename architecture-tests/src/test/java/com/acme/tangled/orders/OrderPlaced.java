package com.acme.tangled.orders;

import java.util.List;
import java.util.Map;

import com.acme.tangled.kernel.EventType;
import com.acme.tangled.kernel.ModuleEvent;

/// A customer ordered.
@EventType("orders.order-placed")
public record OrderPlaced(OrderId orderId, Map<String, String> remarks, List<Line> lines) implements ModuleEvent {}
