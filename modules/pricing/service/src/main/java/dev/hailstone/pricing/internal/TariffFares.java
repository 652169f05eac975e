package dev.hailstone.pricing.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.kernel.Money;

/// Charges distance to the metre and time to the second.
@Component
final class TariffFares implements FareCalculator {

    static final String NAME = "tariff";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Money price(FareCase fareCase) {
        return fareCase.tariff().price(fareCase.ride(), fareCase.surge());
    }
}
