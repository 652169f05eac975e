package dev.hailstone.infra.bench;

import dev.hailstone.infra.bench.worker.Heard;

/// What a consumer's rows say about the events that it should have applied.
///
/// @param expected events, by the purchases' own count
/// @param lost events that have no row
/// @param doubled rows that are there again
/// @param unexpected rows of no event
/// @param reordered rows that came after a later one of their purchase
/// @param difference of the amounts, in cents
/// @param ordered whether order was promised
record HistoryCheck(String side, String consumer, long expected, long lost, long doubled, long unexpected,
        long reordered, long difference, boolean ordered) {

    /// What a consumer says that keeps no rows.
    static HistoryCheck of(String side, Heard heard, boolean ordered) {
        return new HistoryCheck(side, heard.consumer(), heard.expected(), heard.lost(), heard.doubled(),
                heard.unexpected(), heard.reordered(), heard.difference(), ordered);
    }

    boolean passed() {
        return lost == 0 && doubled == 0 && unexpected == 0 && difference == 0 && (reordered == 0 || !ordered);
    }
}
