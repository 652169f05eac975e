package com.acme.sound.stock;

import java.time.Instant;
import java.util.List;

import com.acme.sound.kernel.EventType;
import com.acme.sound.kernel.ModuleEvent;

/// Goods were set aside.
@EventType("stock.stock-reserved")
public record StockReserved(String orderId, List<Sku> goods, ShelfLife keeps, Instant at) implements ModuleEvent {}
