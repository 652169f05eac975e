package dev.hailstone.infra.messaging;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What a relay says to a consumer that has announced itself, by way of its queue.
///
/// @param heads of all lanes, from lane 0 on
/// @param objection why the consumer must not go on, or null if it may
record RelayAnswer(List<Long> heads, @Nullable String objection) {

    /// Tells it from an event: the message's AMQP type.
    static final String TYPE = "hailstone.relay-answer";

    RelayAnswer {
        if (heads.size() != Lane.COUNT) {
            throw new IllegalArgumentException("there are %d lanes, not %d".formatted(Lane.COUNT, heads.size()));
        }
        heads = List.copyOf(heads);
    }
}
