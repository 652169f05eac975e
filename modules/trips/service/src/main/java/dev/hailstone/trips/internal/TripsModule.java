package dev.hailstone.trips.internal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;

import dev.hailstone.infra.persistence.HailstoneModule;

/// The module trips, part of every process that has its jar and does not call it remote.
@HailstoneModule(name = "trips")
@EnableConfigurationProperties(TripsSettings.class)
class TripsModule {}
