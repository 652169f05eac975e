package dev.hailstone.ledger.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Derives read models once more from the entries, beside the live ones, and puts them in their place.
///
/// The exchange is one transaction: one that dies leaves nothing behind but rows that nobody looks at, and the next one removes
/// them. Commands go on throughout. Only for the last entries, the comparison and the exchange does the bookkeeper wait,
/// and so do questions for what is newer.
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
            readModels.empty(model, next(model, head));
            begin(model, next(model, head), head.position());
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
            differences += readModels.differences(model);
            readModels.replace(model, next);
        }
        return new Outcome.Rebuilt(models.stream().sorted().map(ReadModel::code).toList(), head.position(),
                differences);
    }

    private void begin(ReadModel model, int generation, long until) {
        // This transaction's connection does nothing while it waits for the other shares.
        readModels.mayIdle(true);
        // Its end waits for all of them, also if one fails.
        try (ExecutorService others = Executors.newCachedThreadPool()) {
            List<CompletableFuture<Void>> shares = IntStream.range(1, model.shares())
                    .mapToObj(share -> CompletableFuture
                            .runAsync(() -> readModels.begin(model, generation, share, until), others))
                    .toList();
            readModels.begin(model, generation, 0, until);
            shares.forEach(CompletableFuture::join);
        }
        readModels.mayIdle(false);
    }

    private static int next(ReadModel model, Head head) {
        return 1 - head.generationOf(model);
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
