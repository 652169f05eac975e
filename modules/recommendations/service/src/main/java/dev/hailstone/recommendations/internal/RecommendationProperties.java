package dev.hailstone.recommendations.internal;

import java.time.ZoneId;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of recommendations.
///
/// @param zone whose wall clock tells the hour of a ride. A change concerns the rides to come, not those learned
@ConfigurationProperties("hailstone.recommendations")
record RecommendationProperties(@DefaultValue("America/New_York") ZoneId zone) {}
