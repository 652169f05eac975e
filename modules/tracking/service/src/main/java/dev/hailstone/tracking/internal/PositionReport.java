package dev.hailstone.tracking.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.hailstone.kernel.InvalidValueException;

/// What a device has sent.
///
/// @param updates in the order in which they were sent
record PositionReport(List<PositionUpdate> updates, List<Rejection> rejections) {

    /// The report of a single update.
    static PositionReport of(PositionUpdate update) {
        return new PositionReport(List.of(update), List.of());
    }

    /// Reads every item, and notes which cannot be read.
    ///
    /// @param reader throws [InvalidValueException] if an item is wrong
    static <T> PositionReport of(Iterable<T> items, Function<T, PositionUpdate> reader) {
        List<PositionUpdate> updates = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        int index = 0;
        for (T item : items) {
            try {
                updates.add(reader.apply(item));
            } catch (InvalidValueException refusal) {
                rejections.add(new Rejection(index, refusal.field(), refusal.reason()));
            }
            index++;
        }
        return new PositionReport(updates, rejections);
    }

    int size() {
        return updates.size() + rejections.size();
    }

    /// Why an update is not taken.
    ///
    /// @param index among those that were sent together, from 0
    record Rejection(int index, String field, String reason) {}
}
