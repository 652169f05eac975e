package dev.hailstone.tracking.internal;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.hailstone.kernel.InvalidValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TrackingSettingsTests {

    @Test
    void waitTwoMinutesForASilentDriverUnlessToldOtherwise() {
        assertThat(bind(Map.of()).offlineAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(bind(Map.of("hailstone.tracking.offline-after", "30s")).offlineAfter())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"offline-after", "sweep-every", "write-every", "write-batch", "unwritten-limit",
            "follow-every", "positions-per-request", "forget-engagements-after",
            "forget-lone-ends-after"})
    void refuseWhatIsNotPositive(String property) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("hailstone.tracking." + property, "0")))
                .withRootCauseInstanceOf(InvalidValueException.class);
    }

    private static TrackingSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("hailstone.tracking",
                TrackingSettings.class);
    }
}
