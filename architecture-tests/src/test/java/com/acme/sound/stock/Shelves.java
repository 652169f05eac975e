package com.acme.sound.stock;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/// Answers what is there.
@HttpExchange("/api/shelves")
public interface Shelves {

    @GetExchange("/{sku}")
    int count(@PathVariable String sku);
}
