package dev.hailstone.infra.simulator;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

import dev.hailstone.infra.simulator.HailstoneApi.Trip;
import dev.hailstone.infra.simulator.HailstoneApi.TripState;

/// Waits for drivers, for all trips at once: one list of assigned trips every few milliseconds, however many wait.
///
/// A trip that is cancelled never shows in that list, so each is also looked at by itself now and then.
final class AssignmentWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 2_000;
    private static final int PAGE = 500;

    private final HailstoneApi api;
    private final long roundMillis;
    private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();
    private final Semaphore arrivals = new Semaphore(0);
    private final Thread thread;
    private final Ending ending = new Ending();

    /// @param roundMillis the pause between two looks, while somebody waits
    AssignmentWatch(HailstoneApi api, long roundMillis) {
        this.api = api;
        this.roundMillis = roundMillis;
        this.thread = Workers.named("assignments").start(this::watch);
    }

    /// Blocks until the trip has a driver or has been cancelled.
    Trip await(String tripId) {
        UUID id = UUID.fromString(tripId);
        Waiting mine = new Waiting(new CompletableFuture<>(), System.nanoTime());
        waiting.put(id, mine);
        arrivals.release();
        RuntimeException over = ending.cause();
        if (over != null) {
            mine.trip.completeExceptionally(over);
        }
        try {
            return mine.trip.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            waiting.remove(id);
        }
    }

    /// @throws RuntimeException what the watch ended with, if it has
    void requireAlive() {
        ending.requireNone();
    }

    private void watch() {
        try {
            while (true) {
                arrivals.acquire();
                arrivals.drainPermits();
                while (!waiting.isEmpty()) {
                    try {
                        round();
                    } catch (RefusedException e) {
                        waiting.values().forEach(it -> it.trip.completeExceptionally(e));
                    }
                    // The pace of a client that polls: over HTTP nobody tells it of an assignment.
                    Thread.sleep(roundMillis);
                }
            }
        } catch (InterruptedException e) {
            end(new StoppedException(e));
        } catch (RuntimeException e) {
            end(e);
        }
    }

    private void end(RuntimeException cause) {
        ending.because(cause);
        waiting.values().forEach(it -> it.trip.completeExceptionally(cause));
    }

    private void round() {
        UUID after = waiting.keySet().stream().min(AssignmentWatch::compare).map(AssignmentWatch::before).orElse(null);
        if (after == null) {
            return;
        }
        List<Trip> page;
        do {
            page = api.assignedTrips(after.toString(), PAGE).orThrow().trips();
            page.forEach(this::settle);
            after = page.isEmpty() ? after : UUID.fromString(page.getLast().tripId());
        } while (page.size() == PAGE);
        long now = System.nanoTime();
        waiting.forEach((id, it) -> {
            if (now - it.since > LOOK_MILLIS * 1_000_000) {
                waiting.replace(id, it, new Waiting(it.trip, now));
                settle(api.trip(id.toString()).orThrow());
            }
        });
    }

    private void settle(Trip trip) {
        Waiting found = waiting.get(UUID.fromString(trip.tripId()));
        if (found != null && trip.state() != TripState.REQUESTED) {
            found.trip.complete(trip);
        }
    }

    /// As the server orders them: by bytes, which [UUID#compareTo] is not.
    private static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    private static UUID before(UUID id) {
        long low = id.getLeastSignificantBits();
        return new UUID(low == 0 ? id.getMostSignificantBits() - 1 : id.getMostSignificantBits(), low - 1);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private record Waiting(CompletableFuture<Trip> trip, long since) {}
}
