package dev.hailstone.pricing.internal;

import java.time.Duration;

import org.springframework.stereotype.Component;

import dev.hailstone.kernel.Money;

/// Charges as a taximeter counts: each 200 metres and each 30 seconds that have begun, in full.
@Component
final class TaximeterFares implements FareCalculator {

    static final String NAME = "taximeter";

    private static final long METRES = 200;
    private static final long SECONDS = 30;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Money price(FareCase fareCase) {
        Ride ride = fareCase.ride();
        long metres = begun(Math.round(ride.distanceMetres()), METRES);
        long seconds = begun(ride.duration().toSeconds(), SECONDS);
        return fareCase.tariff().price(new Ride(metres, Duration.ofSeconds(seconds)), fareCase.surge());
    }

    private static long begun(long amount, long unit) {
        return Math.ceilDiv(amount, unit) * unit;
    }
}
