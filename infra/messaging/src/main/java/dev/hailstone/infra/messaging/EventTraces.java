package dev.hailstone.infra.messaging;

import org.jspecify.annotations.Nullable;

/// The traces that events belong to.
///
/// The trace in which an event is published travels in its headers, through outbox, journal and whatever carries it, and
/// goes on where the event is heard. Only traces that are recorded travel: an event of any other has no headers, and who
/// hears it does no more for tracing than to see that.
interface EventTraces extends CurrentTrace {

    /// The headers of an event that belongs to no trace.
    String NO_HEADERS = "{}";

    /// For a process that takes no part in traces.
    EventTraces NONE = new EventTraces() {

        @Override
        public String headers() {
            return NO_HEADERS;
        }

        @Override
        public void hear(Subscription subscription, EventEnvelope event, @Nullable Transport carrier,
                Hearing.Heard hearing) {
            hearing.run();
        }

        @Override
        public Runnable keptFor(Runnable later) {
            return later;
        }

        @Override
        public @Nullable String written() {
            return null;
        }

        @Override
        public void continuing(@Nullable String written, String name, String module, Runnable work) {
            work.run();
        }
    };

    /// Those of an event that is published now: a JSON object with the fields of W3C Trace Context.
    String headers();

    /// Runs the listeners of an event in a span that continues the event's trace; what they publish continues it further.
    ///
    /// @param carrier what has brought the event; null if it was parked and is tried again
    void hear(Subscription subscription, EventEnvelope event, @Nullable Transport carrier, Hearing.Heard hearing);
}
