package dev.hailstone.ledger.internal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;

import dev.hailstone.infra.persistence.HailstoneModule;

@HailstoneModule(name = "ledger")
@EnableConfigurationProperties(LedgerProperties.class)
class LedgerModule {}
