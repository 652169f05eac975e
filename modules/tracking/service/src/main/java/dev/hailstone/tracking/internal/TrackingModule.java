package dev.hailstone.tracking.internal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.hailstone.infra.persistence.HailstoneModule;

@HailstoneModule(name = "tracking")
@EnableConfigurationProperties(TrackingSettings.class)
@EnableScheduling
class TrackingModule {}
