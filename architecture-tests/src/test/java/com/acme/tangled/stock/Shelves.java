package com.acme.tangled.stock;

import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/// Answers what is there.
@HttpExchange("/api/shelves")
public interface Shelves {

    @GetExchange("/{sku}")
    int count(String sku);
}
