package dev.hailstone.infra.bench.shop;

import dev.hailstone.infra.persistence.HailstoneModule;

/// The publishing module.
@HailstoneModule(name = "shop")
public class ShopModule {}
