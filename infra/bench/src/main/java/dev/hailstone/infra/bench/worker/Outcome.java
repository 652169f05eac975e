package dev.hailstone.infra.bench.worker;

import java.util.List;

/// What became of a load.
///
/// @param transactions that were committed
/// @param callingSeconds until the last of them was
/// @param applied events over all consumers by the end
/// @param appliedWhileCalling events over all consumers when the callers ended
/// @param seconds until the last event was applied
/// @param complete whether every consumer has applied every event
/// @param latency from when a transaction was due until its effects at a consumer were committed
/// @param retainedHeap the most that any garbage collection since the last load has left in use, in bytes
/// @param heapAfterwards in use when all was done and garbage collected, in bytes
/// @param heard what consumers say that keep no rows
public record Outcome(long transactions, double callingSeconds, long applied, long appliedWhileCalling, double seconds,
        boolean complete, Latency latency, long retainedHeap, long heapAfterwards, List<Heard> heard) {

    /// Transactions a second, as the callers see it.
    public double transactionRate() {
        return transactions / callingSeconds;
    }

    /// In milliseconds; all 0 if nothing was applied.
    public record Latency(double median, double p90, double p99, double p999, double longest) {}
}
