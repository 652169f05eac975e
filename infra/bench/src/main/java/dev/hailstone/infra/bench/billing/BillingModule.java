package dev.hailstone.infra.bench.billing;

import dev.hailstone.infra.persistence.HailstoneModule;

/// A consuming module.
@HailstoneModule(name = "billing")
public class BillingModule {}
