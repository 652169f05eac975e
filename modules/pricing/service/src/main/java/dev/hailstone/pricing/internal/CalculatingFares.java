package dev.hailstone.pricing.internal;

import java.util.List;

import org.springframework.stereotype.Component;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;

/// Answers with the control's fare, and hands the case to the comparison. That costs the rider nothing: neither a
/// statement nor time, whatever the candidate does.
@Component
final class CalculatingFares {

    private final FareCalculator control;
    private final ComparingFares comparing;

    CalculatingFares(List<FareCalculator> calculators, ComparingFares comparing, PricingSettings settings) {
        this.control = named(settings.fares().control(), "fares.control", calculators);
        this.comparing = comparing;
    }

    Money price(FareCase fareCase) {
        Money answer = control.price(fareCase);
        comparing.offer(fareCase, answer);
        return answer;
    }

    /// @throws InvalidValueException if there is no calculator of this name
    static FareCalculator named(String name, String field, List<FareCalculator> calculators) {
        return calculators.stream()
                .filter(calculator -> calculator.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(field, "must be one of %s, was %s"
                        .formatted(calculators.stream().map(FareCalculator::name).sorted().toList(),
                                InvalidValueException.quote(name))));
    }
}
