package dev.hailstone.infra.bench.worker;

/// What a consumer without a database says of the events that it should have heard.
///
/// @param expected events, by the count of who has published them
/// @param lost events that were not heard
/// @param doubled events that were heard again
/// @param unexpected events that nobody has published
/// @param reordered events that came after a later one of their purchase
/// @param difference of the amounts, in cents
public record Heard(String consumer, long expected, long lost, long doubled, long unexpected, long reordered,
        long difference) {}
