package dev.hailstone.ledger.internal;

import java.util.Map;
import java.util.Objects;

/// How far the bookkeeper is.
///
/// @param position the last one that is in the read models
/// @param generations of the read models that readers look at
record Head(long position, Map<ReadModel, Integer> generations) {

    Head {
        generations = Map.copyOf(generations);
    }

    int generationOf(ReadModel model) {
        return Objects.requireNonNull(generations.get(model));
    }
}
