package com.acme.sound.orders;

import java.time.Instant;
import java.util.List;

import com.acme.sound.kernel.Amount;
import com.acme.sound.kernel.EventType;
import com.acme.sound.kernel.ModuleEvent;
import com.acme.sound.stock.Sku;
import org.jspecify.annotations.Nullable;

/// A customer ordered.
@EventType("orders.order-placed")
public record OrderPlaced(String orderId, List<Sku> goods, Amount total, @Nullable Integer priority,
        Instant at) implements ModuleEvent {}
