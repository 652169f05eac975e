package com.acme.tangled.billing.internal;

import com.acme.tangled.kernel.EventType;
import com.acme.tangled.kernel.ModuleEvent;

@EventType("billing.invoice-sent")
record InvoiceSent(String number) implements ModuleEvent {}
