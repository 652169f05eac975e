package com.acme.tangled.orders;

import com.acme.tangled.orders.internal.Order;
import com.acme.tangled.stock.StockReserved;

/// Shows what should be hidden.
public record OrderSummary(OrderId orderId, StockReserved reservation) {

    public static OrderSummary of(Order order, StockReserved reservation) {
        return new OrderSummary(new OrderId(order.id), reservation);
    }
}
