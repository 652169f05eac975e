package dev.hailstone.red.internal;

import dev.hailstone.infra.persistence.HailstoneModule;

@HailstoneModule(name = "red")
class RedModule {}
