package dev.hailstone.infra.messaging;

import java.util.List;

/// Events of one lane in the order of their positions.
record LaneBatch(int lane, List<EventEnvelope> events) {

    LaneBatch {
        events = List.copyOf(events);
    }
}
