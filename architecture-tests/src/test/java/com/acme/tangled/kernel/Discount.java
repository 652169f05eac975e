package com.acme.tangled.kernel;

import com.acme.tangled.stock.Sku;

/// Belongs to a module, and moved here because two needed it.
public record Discount(Sku sku, int percent) {}
