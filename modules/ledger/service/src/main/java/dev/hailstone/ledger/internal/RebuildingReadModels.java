package dev.hailstone.ledger.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Derives read models once more from the entries, beside the live ones, and puts them in their place.
///
/// All of it is one transaction: one that dies leaves nothing behind. Commands go on throughout. Only for the last
/// entries, the comparison and the exchange does the bookkeeper wait, and so do questions for what is newer.
@Component
class RebuildingReadModels {

    private final ReadModels readModels;

    RebuildingReadModels(ReadModels readModels) {
        this.readModels = readModels;
    }

    /// @param models which; no other is touched
    @Transactional
    Outcome rebuild(Set<ReadModel> models) {
        if (!readModels.claimRebuild()) {
            return new Outcome.UnderWay();
        }
        Map<ReadModel, Long> positions = new EnumMap<>(ReadModel.class);
        for (ReadModel model : models) {
            Head head = readModels.head();
            readModels.replay(model, next(model, head), 0, head.position());
            long soFar = readModels.head().position();
            // What came meanwhile, so that little is left for when the bookkeeper waits.
            readModels.replay(model, next(model, head), head.position(), soFar);
            positions.put(model, soFar);
        }
        Head head = readModels.takePen();
        long differences = 0;
        for (ReadModel model : models) {
            int next = next(model, head);
            readModels.replay(model, next, positions.getOrDefault(model, 0L), head.position());
            differences += readModels.differences(model, head.generationOf(model), next);
            readModels.replace(model, head.generationOf(model), next);
        }
        return new Outcome.Rebuilt(models.stream().sorted().map(ReadModel::code).toList(), head.position(),
                differences);
    }

    private static int next(ReadModel model, Head head) {
        return head.generationOf(model) + 1;
    }

    sealed interface Outcome {

        /// @param models what was rebuilt
        /// @param position of the last entry that was read
        /// @param differences in how many rows the new read models differ from the old ones; anything but zero means that
        ///         the old ones were wrong
        record Rebuilt(List<String> models, long position, long differences) implements Outcome {

            public Rebuilt {
                models = List.copyOf(models);
            }
        }

        /// Somebody else is at it.
        record UnderWay() implements Outcome {}
    }
}
