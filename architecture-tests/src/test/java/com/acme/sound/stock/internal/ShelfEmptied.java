package com.acme.sound.stock.internal;

import com.acme.sound.stock.Sku;

/// Of interest within this process only, and so no event between modules.
record ShelfEmptied(Sku sku) {}
