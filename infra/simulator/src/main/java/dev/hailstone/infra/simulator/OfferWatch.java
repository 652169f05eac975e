package dev.hailstone.infra.simulator;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.hailstone.infra.simulator.HailstoneApi.OfferAnswer;
import dev.hailstone.infra.simulator.HailstoneApi.Offered.Offer;

/// Answers offers for all drivers at once: one list of offers every few milliseconds, and each offer once.
final class OfferWatch implements AutoCloseable {

    private static final int PAGE = 1000;

    private final HailstoneApi api;
    private final long roundMillis;
    private final Function<Offer, Optional<OfferAnswer>> drivers;
    private final Thread thread;
    private Set<Offer> seen = new HashSet<>();
    private final Ending ending = new Ending();

    /// @param roundMillis the pause between two looks
    /// @param drivers what they say; nothing to let an offer expire
    OfferWatch(HailstoneApi api, long roundMillis, Function<Offer, Optional<OfferAnswer>> drivers) {
        this.api = api;
        this.roundMillis = roundMillis;
        this.drivers = drivers;
        this.thread = Workers.named("offers").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                // The pace of a client that polls: over HTTP nobody tells it of an offer, so there is nothing to wait for.
                Thread.sleep(roundMillis);
                try {
                    round();
                } catch (RefusedException _) {
                    // The next list is another one.
                }
            }
        } catch (InterruptedException e) {
            ending.because(new StoppedException(e));
        } catch (RuntimeException e) {
            ending.because(e);
        }
    }

    /// @throws RuntimeException what the watch ended with, if it has
    void requireAlive() {
        ending.requireNone();
    }

    private void round() {
        Set<Offer> open = new HashSet<>();
        for (Offer offer : api.offered(PAGE).orThrow().assignments()) {
            open.add(offer);
            if (!seen.contains(offer)) {
                // Refused if the rider was quicker: the offer is gone.
                drivers.apply(offer).ifPresent(answer -> api.answer(offer.driverId(), offer.tripId(), answer));
            }
        }
        seen = open;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
