package com.acme.tangled.orders;

/// An order.
public record OrderId(long value) {}
