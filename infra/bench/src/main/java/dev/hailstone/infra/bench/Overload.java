package dev.hailstone.infra.bench;

/// What twice the capacity does.
///
/// @param peak events applied a second when just as many came as could be applied
/// @param offered events a second that were due, counted at every consumer
/// @param accepted events a second that callers got committed, counted at every consumer
/// @param goodput events applied a second while that lasted
/// @param seconds that it lasted
/// @param drainSeconds until the backlog was applied afterwards
/// @param retainedHeap the most that any garbage collection has left in use, in bytes
/// @param heapAfterwards in use when the backlog was gone and garbage collected, in bytes
record Overload(String side, double peak, double offered, double accepted, double goodput, double seconds,
        double drainSeconds, long retainedHeap, long heapAfterwards) {

    static final Goal GOAL = Goal.atLeast(0.9);

    /// The goodput as a part of the peak.
    double ratio() {
        return goodput / peak;
    }

    Verdict verdict() {
        return GOAL.judge(ratio());
    }
}
