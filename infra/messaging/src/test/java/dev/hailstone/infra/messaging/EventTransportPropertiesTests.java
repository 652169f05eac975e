package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// What the configuration says of a subscription, wherever it says it.
class EventTransportPropertiesTests {

    private static final Subscription SUBSCRIPTION = new Subscription("alarm", "meter");
    private static final String OF_SUBSCRIPTION = "hailstone.events.subscriptions.alarm.meter.";

    @Test
    void anOperatorWhoChoosesTheTransportKeepsTheIntervalOfTheApplication() {
        EventTransportProperties properties = bound(List.of(Map.of(OF_SUBSCRIPTION + "transport", "rabbitmq"),
                Map.of(OF_SUBSCRIPTION + "delivery-interval", "500ms")));

        assertThat(properties.transportOf(SUBSCRIPTION)).isEqualTo(Transport.RABBITMQ);
        assertThat(properties.deliveryIntervalOf(SUBSCRIPTION)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void letsNobodyWaitUnlessItSaysSo() {
        assertThat(bound(List.of()).deliveryIntervalOf(SUBSCRIPTION)).isZero();
        assertThat(bound(List.of(Map.of(OF_SUBSCRIPTION + "transport", "local"))).deliveryIntervalOf(SUBSCRIPTION))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1ms", "61s"})
    void refusesAnIntervalThatIsNone(String interval) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bound(List.of(Map.of(OF_SUBSCRIPTION + "delivery-interval", interval))))
                .withStackTraceContaining("delivery-interval must be from 0s to 1m");
    }

    /// @param sources the strongest first
    private static EventTransportProperties bound(List<Map<String, String>> sources) {
        return new Binder(
                sources.stream().map(MapConfigurationPropertySource::new).toArray(ConfigurationPropertySource[]::new))
                .bindOrCreate("hailstone.events", EventTransportProperties.class);
    }
}
