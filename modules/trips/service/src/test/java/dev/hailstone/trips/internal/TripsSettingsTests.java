package dev.hailstone.trips.internal;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TripsSettingsTests {

    @Test
    void giveDriversThreeQuartersOfAnHourUnlessToldOtherwise() {
        assertThat(Samples.rules().limits().driverComesWithin()).hasMinutes(45);
        assertThat(Samples.rules(Map.of("hailstone.trips.limits.driver-comes-within", "10m"))
                .limits()
                .driverComesWithin()).hasMinutes(10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limits.driver-found-within     | 0s
            limits.driver-comes-within     | 0s
            limits.rider-comes-within      | -1s
            limits.ride-ends-within        | 0s
            limits.silent-ride-ends-within | 0s
            limits.most-drivers            | 0
            cancellation.free-for          | 0s
            cancellation.fee-share         | 1.01
            cancellation.fee-share         | -0.1
            booking.search-before          | 0s
            booking.remind-before          | 10m
            booking.earliest               | 19m
            booking.latest                 | 30m
            poll-interval                  | 0s
            batch-size                     | 0
            """)
    void refuseWhatMakesNoSense(String property, String value) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> Samples.rules(Map.of("hailstone.trips." + property, value)));
    }
}
