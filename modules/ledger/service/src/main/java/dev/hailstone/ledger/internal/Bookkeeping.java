package dev.hailstone.ledger.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.stereotype.Component;

/// Brings order and read models up to date, on behalf of everybody in this process who wants that now.
///
/// Those who come while a round is under way share the next one.
@Component
class Bookkeeping {

    private final Bookkeeper bookkeeper;
    private final ReentrantLock round = new ReentrantLock();
    /// Never held for long, so that nobody waits for a round for longer than they want to.
    private final ReentrantLock announcing = new ReentrantLock();
    private final Condition moved = announcing.newCondition();
    private final AtomicLong asked = new AtomicLong();
    private long answered;
    private volatile long position;

    Bookkeeping(Bookkeeper bookkeeper) {
        this.bookkeeper = bookkeeper;
    }

    /// Gives everything that is committed now its position and brings it into the read models.
    ///
    /// @return the last position
    long catchUp() {
        long mine = asked.incrementAndGet();
        round.lock();
        try {
            if (answered < mine) {
                long all = asked.get();
                announce(bookkeeper.post());
                answered = all;
            }
            return position;
        } finally {
            round.unlock();
        }
    }

    /// The position that the last round has brought the read models to.
    long reached() {
        return position;
    }

    private void announce(long reached) {
        announcing.lock();
        try {
            position = reached;
            moved.signalAll();
        } finally {
            announcing.unlock();
        }
    }

    /// Waits until a round has brought the read models to a position. It makes none itself, for a round may have to wait
    /// for longer: while a rebuild is compared and exchanged, there is none.
    ///
    /// @return the position that they have reached; less than the one demanded if it does not come within that time
    long await(long demanded, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        announcing.lock();
        try {
            while (position < demanded && nanos > 0) {
                nanos = moved.awaitNanos(nanos);
            }
            return position;
        } finally {
            announcing.unlock();
        }
    }
}
