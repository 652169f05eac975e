package com.acme.tangled.infra.reports;

import com.acme.tangled.infra.messaging.Tap;
import com.acme.tangled.orders.OrderId;
import org.springframework.transaction.annotation.Transactional;

/// A building block that knows what orders are.
public class SalesReport {

    @Transactional
    public boolean hears(Tap tap, OrderId order) {
        return equals(tap.report()) && order.value() > 0;
    }
}
