package dev.hailstone.pricing.internal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.hailstone.infra.persistence.HailstoneModule;

@HailstoneModule(name = "pricing")
@EnableConfigurationProperties(PricingSettings.class)
@EnableScheduling
class PricingModule {}
