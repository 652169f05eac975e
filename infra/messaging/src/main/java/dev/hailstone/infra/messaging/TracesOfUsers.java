package dev.hailstone.infra.messaging;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Adds to an event's headers on whose behalf it was published, beside its trace, and works on their behalf where it is heard.
final class TracesOfUsers implements EventTraces {

    static final String FIELD = "enduser";

    private static final String MARK = "\"" + FIELD + "\":";

    private final EventTraces traces;
    private final JsonMapper json = new JsonMapper();

    TracesOfUsers(EventTraces traces) {
        this.traces = traces;
    }

    @Override
    public String headers() {
        String headers = traces.headers();
        String user = EndUser.current();
        if (user == null) {
            return headers;
        }
        String field = "{" + MARK + json.writeValueAsString(user);
        return headers.equals(NO_HEADERS) ? field + "}" : field + "," + headers.substring(1);
    }

    @Override
    public void hear(Subscription subscription, EventEnvelope event, @Nullable Transport carrier,
            Hearing.Heard hearing) {
        if (!event.headers().contains(FIELD)) {
            traces.hear(subscription, event, carrier, hearing);
            return;
        }
        try (EndUser.Scope _ = EndUser.as(json.readTree(event.headers()).path(FIELD).asString(null))) {
            traces.hear(subscription, event, carrier, hearing);
        }
    }

    @Override
    public Runnable keptFor(Runnable later) {
        Runnable traced = traces.keptFor(later);
        String user = EndUser.current();
        return user == null ? traced : () -> {
            try (EndUser.Scope _ = EndUser.as(user)) {
                traced.run();
            }
        };
    }

    @Override
    public @Nullable String written() {
        return traces.written();
    }

    @Override
    public void continuing(@Nullable String written, String name, String module, Runnable work) {
        traces.continuing(written, name, module, work);
    }
}
