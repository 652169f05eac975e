package dev.hailstone.recommendations.internal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;

import dev.hailstone.infra.persistence.HailstoneModule;

@HailstoneModule(name = "recommendations")
@EnableConfigurationProperties(RecommendationProperties.class)
class RecommendationsModule {}
