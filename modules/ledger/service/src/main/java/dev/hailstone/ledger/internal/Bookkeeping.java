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
    private final Condition moved = round.newCondition();
    private final AtomicLong asked = new AtomicLong();
    private long answered;
    private long position;

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
                position = bookkeeper.post();
                answered = all;
                moved.signalAll();
            }
            return position;
        } finally {
            round.unlock();
        }
    }

    /// Waits until the read models have reached a position.
    ///
    /// @return the position that they have reached; less than the one demanded if it does not come within that time
    long await(long demanded, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        long reached = lastKnown();
        if (reached < demanded) {
            reached = catchUp();
        }
        round.lock();
        try {
            while (reached < demanded && nanos > 0) {
                nanos = moved.awaitNanos(nanos);
                reached = position;
            }
            return reached;
        } finally {
            round.unlock();
        }
    }

    private long lastKnown() {
        round.lock();
        try {
            return position;
        } finally {
            round.unlock();
        }
    }
}
