package com.acme.tangled.billing.internal;

import com.acme.tangled.orders.OrderShipped;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

class WatchingOrders implements ApplicationListener<PayloadApplicationEvent<OrderShipped>> {

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<OrderShipped> order) {
        java.util.Objects.requireNonNull(order.getPayload());
    }
}
