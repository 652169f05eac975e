package dev.hailstone.dispatch.internal;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DispatchSettingsTests {

    static DispatchSettings defaults() {
        return bind(Map.of());
    }

    @Test
    void giveUpAfterTwoMinutesUnlessToldOtherwise() {
        assertThat(defaults().giveUpAfter()).hasMinutes(2);
        assertThat(defaults().radiiMetres()).containsExactly(2000d, 5000d, 10000d, 25000d);
        assertThat(bind(Map.of("hailstone.dispatch.give-up-after", "30s")).giveUpAfter()).hasSeconds(30);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            give-up-after       | 0s
            first-retry-after   | -1s
            longest-retry-after | 0s
            offer-expires-after | 0s
            claim-for           | 0s
            poll-interval       | 0s
            batch-size          | 0
            batch-size          | 1001
            radii-metres        | 0
            radii-metres        | 5000,2000
            radii-metres        | 200000
            radii-metres        | NaN
            """)
    void refuseWhatMakesNoSense(String property, String value) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("hailstone.dispatch." + property, value)));
    }

    private static DispatchSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("hailstone.dispatch",
                DispatchSettings.class);
    }
}
