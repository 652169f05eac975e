package dev.hailstone.infra.messaging;

import tools.jackson.databind.node.ObjectNode;

/// Lifts the JSON of an event from one version to the next, so that a consumer understands what was written before.
///
/// Upcasters are beans of the module that listens. Several are chained: from 1 to 2, from 2 to 3.
public interface EventUpcaster {

    /// The wire name of the events: `trips.trip-completed`.
    String type();

    /// The version that is read; the result has the version after it.
    int fromVersion();

    /// @param payload may be changed and returned
    ObjectNode upcast(ObjectNode payload);
}
