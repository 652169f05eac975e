package dev.hailstone.infra.messaging;

import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import dev.hailstone.fixtures.alarm.internal.AlarmModule;
import dev.hailstone.fixtures.billing.internal.BillingModule;
import dev.hailstone.fixtures.meter.internal.MeterModule;
import dev.hailstone.fixtures.meter.internal.TakingReadings;

import static org.assertj.core.api.Assertions.assertThat;

class LocalTransportTests {

    @Test
    void carriesEventsFromModuleToModule() {
        TestDatabase database = TestDatabase.fresh();
        try (ConfigurableApplicationContext application = FixtureApplication.start(database,
                List.of(MeterModule.class, BillingModule.class, AlarmModule.class))) {
            TakingReadings readings = application.getBean(TakingReadings.class);
            for (int i = 0; i < 20; i++) {
                readings.take("meter-" + i % 7, 3);
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(database.asOwner()
                            .queryForObject("select count(*) from alarm.heard", Long.class)).isEqualTo(120));
            assertThat(database.asOwner().queryForObject("select count(*) from meter.event_outbox", Long.class))
                    .isZero();
        }
    }
}
