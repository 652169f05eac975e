package dev.hailstone.recommendations.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// How far the model has come.
///
/// @param trips from which it has learned
/// @param places to which they went
/// @param upTo when the latest of them ended; absent before the first
record LearnedModel(long trips, long places, @Nullable Instant upTo) {}
