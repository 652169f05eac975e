package dev.hailstone.notifications.internal;

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

class NotificationsSettingsTests {

    /// Tomcat's default.
    private static final int CONNECTIONS = 8192;

    @Test
    void leaveConnectionsToOtherRequestsUnlessToldOtherwise() {
        assertThat(bind(Map.of()).push().streams()).isLessThan(CONNECTIONS);
        assertThat(bind(Map.of()).push().streamsPerRecipient()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"push.streams, 0, push.streams", "push.streams-per-recipient, 0, push.streamsPerRecipient",
            "push.streams-per-recipient, -1, push.streamsPerRecipient"})
    void refuseWhatMakesNoSense(String property, String value, String field) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("hailstone.notifications." + property, value)))
                .havingRootCause()
                .isInstanceOfSatisfying(InvalidValueException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    private static NotificationsSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("hailstone.notifications",
                NotificationsSettings.class);
    }
}
