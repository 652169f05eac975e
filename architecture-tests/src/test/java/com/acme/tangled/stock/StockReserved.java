package com.acme.tangled.stock;

import com.acme.tangled.kernel.EventType;
import com.acme.tangled.kernel.ModuleEvent;
import com.acme.tangled.orders.OrderId;

/// Goods were set aside.
@EventType("stock.stock-reserved")
public record StockReserved(OrderId orderId, Sku sku) implements ModuleEvent {}
