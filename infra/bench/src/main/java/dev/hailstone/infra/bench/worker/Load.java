package dev.hailstone.infra.bench.worker;

/// What a worker is to carry.
///
/// Without a rate the load is closed: each caller begins its next transaction when the last is committed. With a rate it
/// is open: transactions are due at equal intervals whatever the state of the system, and times are taken from when they
/// were due, so a system that stands still cannot hide it.
///
/// @param transactions after which the callers end
/// @param seconds after which they end, also if transactions are left
/// @param perSecond transactions that are due in a second; 0 for a closed load
/// @param callers threads that begin transactions
/// @param events a transaction
/// @param told whether the transactions publish events
public record Load(long transactions, double seconds, double perSecond, int callers, int events, boolean told) {

    public Load {
        if (transactions < 1 || seconds <= 0 || perSecond < 0 || callers < 1 || events < 1) {
            throw new IllegalArgumentException("no load: " + transactions + " transactions in " + seconds + " s");
        }
    }

    /// So many transactions, as fast as they go.
    public static Load closed(long transactions, int callers, int events) {
        return new Load(transactions, Integer.MAX_VALUE, 0, callers, events, true);
    }

    /// So many a second, for so long.
    public static Load open(double perSecond, double seconds, int callers, int events) {
        return new Load(Long.MAX_VALUE, seconds, perSecond, callers, events, true);
    }

    /// The same for so many seconds, however many transactions that are.
    public Load lasting(double newSeconds) {
        return new Load(Long.MAX_VALUE, newSeconds, perSecond, callers, events, told);
    }

    /// The same without events.
    public Load untold() {
        return new Load(transactions, seconds, perSecond, callers, events, false);
    }
}
