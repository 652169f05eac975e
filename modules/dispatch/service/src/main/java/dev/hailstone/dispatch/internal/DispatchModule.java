package dev.hailstone.dispatch.internal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;

import dev.hailstone.infra.persistence.HailstoneModule;

/// The module dispatch, part of every process that has its jar and does not call it remote.
@HailstoneModule(name = "dispatch")
@EnableConfigurationProperties(DispatchSettings.class)
class DispatchModule {}
