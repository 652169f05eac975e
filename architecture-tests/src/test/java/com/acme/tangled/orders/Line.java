package com.acme.tangled.orders;

/// What is ordered.
public record Line(String sku, Object options) {}
