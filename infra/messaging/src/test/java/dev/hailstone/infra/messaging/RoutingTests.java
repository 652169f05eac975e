package dev.hailstone.infra.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

import dev.hailstone.fixtures.alarm.internal.AlarmModule;
import dev.hailstone.fixtures.billing.internal.BillingModule;
import dev.hailstone.infra.messaging.Route.Origin;

import static org.assertj.core.api.Assertions.assertThat;

/// What carries a subscription while nobody can tell where its producer is.
class RoutingTests {

    private static final Route ELSEWHERE = new Route(Transport.RABBITMQ, Origin.PRODUCER_ELSEWHERE);
    private static final Route CONFIGURED = new Route(Transport.LOCAL, Origin.CONFIGURATION);

    @Test
    void leavesAProducerElsewhereWhileTheDatabaseCannotBeAsked() {
        TestDatabase database = TestDatabase.fresh();
        try (var application = FixtureApplication.start(database, List.of(BillingModule.class, AlarmModule.class),
                TestBroker.settings(database).toArray(String[]::new))) {
            List<Feed> feeds = application.getBean(EventTransport.class).feeds();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(feeds).extracting(Feed::route)
                            .containsExactly(CONFIGURED, ELSEWHERE, ELSEWHERE));

            new Routing(feeds, application.getBean(Inboxes.class),
                    new ModuleSessions(new Unavailable(), Duration.ofSeconds(1)),
                    application.getBean(EventTransportProperties.class), () -> {}).turn(false, () -> true);

            assertThat(feeds).extracting(Feed::route).containsExactly(CONFIGURED, ELSEWHERE, ELSEWHERE);
        }
    }

    private static final class Unavailable extends AbstractDataSource {

        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLException("the server is away", "08001");
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }
    }
}
