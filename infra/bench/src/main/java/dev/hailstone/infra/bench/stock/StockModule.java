package dev.hailstone.infra.bench.stock;

import dev.hailstone.infra.persistence.HailstoneModule;

/// A consuming module.
@HailstoneModule(name = "stock")
public class StockModule {}
