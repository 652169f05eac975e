package com.acme.tangled.stock;

import org.springframework.web.service.annotation.GetExchange;

/// Is asked like a facade, and does not say that it is one.
public interface Prices {

    @GetExchange("/api/prices/{sku}")
    int of(String sku);
}
