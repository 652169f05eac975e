package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.hailstone.kernel.InvalidValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PricingSettingsTests {

    @Test
    void holdAQuoteForFiveMinutesAndPricesBelowThreeTimesTheTariffUnlessToldOtherwise() {
        assertThat(bind(Map.of()).quoteValidFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(bind(Map.of()).surge().ceiling()).isEqualTo(new BigDecimal("3.0"));
        assertThat(bind(Map.of("hailstone.pricing.surge.ceiling", "1")).surge()
                .policy()
                .next(BigDecimal.ONE,
                        new Traffic(1000, 0)))
                .isEqualTo(BigDecimal.ONE);
    }

    @ParameterizedTest
    @CsvSource({"quote-valid-for, 0s", "detour-factor, 0.9", "mean-speed, 0", "same-dropoff-within, -1",
            "keep-quotes-for, 1m", "keep-accepted-quotes-for, 0s", "surge.window, 59s", "surge.evaluate-every, 0s",
            "surge.tolerance, 0", "surge.sensitivity, 0", "fares.candidate, tariff", "fares.keep-differences-for, 0s",
            "surge.step, 0", "surge.step, 1.1", "surge.step, 0.0004", "surge.ceiling, 0.9", "surge.ceiling, 11",
            "surge.ceiling, 1.0005"})
    void refuseWhatMakesNoSense(String property, String value) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("hailstone.pricing." + property, value)))
                .withRootCauseInstanceOf(InvalidValueException.class);
    }

    @Test
    void sayWhichFactorTheDatabaseCannotHold() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("hailstone.pricing.surge.step", "0.0125")))
                .havingRootCause()
                .withMessageContainingAll("surge.step", "more than three decimals");
        assertThat(bind(Map.of("hailstone.pricing.surge.step", "0.1250")).surge().step())
                .isEqualByComparingTo("0.125");
    }

    private static PricingSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("hailstone.pricing",
                PricingSettings.class);
    }
}
