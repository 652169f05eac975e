package com.acme.sound.stock;

/// How long goods keep.
public enum ShelfLife {
    DAYS, YEARS
}
