package com.acme.sound.stock;

/// A kind of goods.
public record Sku(String value) implements Goods {}
