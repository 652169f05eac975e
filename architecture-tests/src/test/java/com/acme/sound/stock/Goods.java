package com.acme.sound.stock;

/// What lies on a shelf: a closed world, a marker and an annotation, and none of them a facade.
public sealed interface Goods permits Sku {

    String value();

    /// Goods that do not keep.
    interface Perishable {}

    /// Goods that are kept cold.
    @interface Chilled {

        int degrees();
    }
}
