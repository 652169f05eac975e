package com.acme.tangled.stock.internal;

/// Public, since orders needs it.
public class Shelf {

    public final String sku;

    public Shelf(String sku) {
        this.sku = sku;
    }
}
