package com.acme.tangled.billing.internal;

import com.acme.tangled.infra.messaging.ModuleEventListener;
import com.acme.tangled.infra.reports.SalesReport;
import com.acme.tangled.kernel.ModuleEvent;
import com.acme.tangled.orders.OrderPaid;
import com.acme.tangled.orders.OrderPlaced;
import com.acme.tangled.orders.OrderReturned;
import com.acme.tangled.orders.OrderShipped;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.event.TransactionalEventListener;

class ReadingOrders {

    private final SalesReport report;

    ReadingOrders(SalesReport report) {
        this.report = report;
    }

    @ModuleEventListener
    SalesReport on(OrderPlaced order) {
        return order.lines().isEmpty() ? new SalesReport() : report;
    }

    @ModuleEventListener
    void on(OrderPaid order, SalesReport other) {
        remember(order, other);
    }

    @ModuleEventListener
    void onAnything(ModuleEvent event) {
        remember(event, report);
    }

    @ModuleEventListener
    @SuppressWarnings("UnusedMethod")
    private static void onOwn(InvoiceSent sent) {
        remember(sent, sent.number());
    }

    @EventListener
    void onShipped(OrderShipped order) {
        remember(order, report);
    }

    @TransactionalEventListener
    void onAnyReturned(PayloadApplicationEvent<OrderReturned> order) {
        remember(order.getPayload(), report);
    }

    @EventListener(OrderReturned.class)
    void onReturned() {
        java.util.Objects.requireNonNull(report);
    }

    private static void remember(ModuleEvent event, Object fact) {
        java.util.Objects.requireNonNull(event);
        java.util.Objects.requireNonNull(fact);
    }
}
