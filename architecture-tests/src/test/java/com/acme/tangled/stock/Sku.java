package com.acme.tangled.stock;

/// A kind of goods.
public record Sku(String value) {}
