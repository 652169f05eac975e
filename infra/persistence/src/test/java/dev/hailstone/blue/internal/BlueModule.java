package dev.hailstone.blue.internal;

import dev.hailstone.infra.persistence.HailstoneModule;

@HailstoneModule(name = "blue")
class BlueModule {}
