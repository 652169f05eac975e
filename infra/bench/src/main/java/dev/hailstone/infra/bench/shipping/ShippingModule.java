package dev.hailstone.infra.bench.shipping;

import dev.hailstone.infra.persistence.HailstoneModule;

/// A consuming module.
@HailstoneModule(name = "shipping")
public class ShippingModule {}
