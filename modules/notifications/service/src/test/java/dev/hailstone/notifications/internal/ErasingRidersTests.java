package dev.hailstone.notifications.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

import static org.assertj.core.api.Assertions.assertThat;

@ApplicationModuleTest
@AutoConfigureMockMvc
@TestInstance(Lifecycle.PER_METHOD)
class ErasingRidersTests {

    private static final Money FARE = Money.of("12.95", "USD");

    private final IncomingEvents incoming;
    private final ReadingNotifications reading;
    private final ModuleTransactions transactions;
    private final JdbcClient jdbc;
    private final MockMvcTester http;
    private final Clock clock;

    private final TripId trip = new TripId(TimeOrderedIds.next());
    private final RiderId rider = RiderId.of("rider-" + trip);
    private final DriverId driver = DriverId.of("driver-" + trip);

    ErasingRidersTests(@Autowired IncomingEvents incoming, @Autowired ReadingNotifications reading,
            @Autowired ModuleTransactions transactions, @Autowired JdbcClient jdbc, @Autowired MockMvcTester http,
            @Autowired Clock clock) {
        this.incoming = incoming;
        this.reading = reading;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.http = http;
        this.clock = clock;
    }

    @Test
    void leavesNothingThatNamesTheRider() {
        put("""
                {"language": "de", "email": "%s@example.org",
                 "quietHours": {"from": "00:00", "until": "23:59", "zone": "UTC"}}""".formatted(rider));
        incoming.deliver(arrived(before()), charged(before()));
        assertThat(tablesThatName(rider)).containsExactlyInAnyOrder("notification", "preference");

        assertThat(erase("key-1")).hasStatusOk().bodyJson().extractingPath("$.notifications").isEqualTo(2);

        assertThat(tablesThatName(rider)).isEmpty();
        assertThat(reading.list(Recipient.rider(rider), 0, 10).notifications()).isEmpty();
        assertThat(http.get().uri("/api/notifications/preferences?riderId=" + rider)).bodyJson()
                .isStrictlyEqualTo("{}");
        assertThat(reading.list(Recipient.driver(driver), 0, 10).notifications()).as("the driver's").hasSize(1);
        assertThat(deliveries()).as("e-mails to be sent").isZero();
    }

    @Test
    void isDoneOnceHoweverOftenItIsAskedFor() {
        incoming.deliver(arrived(before()));
        MvcTestResult first = erase("key-1");

        assertThat(erase("key-1")).hasStatusOk().bodyJson().isStrictlyEqualTo(body(first));
        assertThat(http.post()
                .uri("/api/notifications/erasures")
                .header("Idempotency-Key", "key-1-" + trip)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"riderId\": \"somebody-else\"}")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void keepsOneRecordHoweverOftenItIsAskedFor() {
        incoming.deliver(arrived(before()), charged(before()));
        MvcTestResult first = erase("key-0");
        for (int i = 1; i < 200; i++) {
            assertThat(erase("key-" + i)).hasStatusOk();
        }

        assertThat(erase("key-0")).as("its state now")
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.notifications")
                .isEqualTo(2);
        assertThat(body(erase("key-0"))).as("and no longer what it was").isNotEqualTo(body(first));
        assertThat(http.get().uri("/api/notifications/erasures?riderId=" + rider)).hasStatusOk()
                .bodyJson()
                .extractingPath("$[*].notifications")
                .asArray()
                .containsExactly(2);
        assertThat(erasures()).isEqualTo(1);
    }

    @Test
    void canBeProvedToWhoeverKnowsTheName() {
        erase("key-1");
        erase("key-2");

        assertThat(http.get().uri("/api/notifications/erasures?riderId=" + rider)).hasStatusOk()
                .bodyJson()
                .extractingPath("$[*].notifications")
                .asArray()
                .containsExactly(0);
        assertThat(http.get().uri("/api/notifications/erasures?riderId=nobody")).hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("[]");
    }

    @Test
    void keepsOutWhatHappenedBeforeAndIsHeardLater() {
        incoming.deliver(arrived(before()));
        erase("key-1");

        incoming.deliver(charged(before()));

        assertThat(reading.list(Recipient.rider(rider), 0, 10).notifications()).isEmpty();
        assertThat(reading.list(Recipient.driver(driver), 0, 10).notifications()).hasSize(1);
    }

    @Test
    void letsInWhatHappensAfterwardsWithHigherPositionsThanEver() {
        incoming.deliver(arrived(before()));
        long position = reading.latestPosition(Recipient.rider(rider));
        erase("key-1");
        assertThat(reading.latestPosition(Recipient.rider(rider))).isEqualTo(position);

        incoming.deliver(charged(clock.instant().plusSeconds(1)));

        assertThat(reading.list(Recipient.rider(rider), 0, 10).notifications()).extracting(Notification::position)
                .containsExactly(position + 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                    | riderId
            {"riderId": null}     | riderId
            {"riderId": "a b"}    | riderId
            """)
    void wantsToKnowWhom(String body, String field) {
        assertThat(http.post()
                .uri("/api/notifications/erasures")
                .header("Idempotency-Key", "key-" + trip)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)).hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo(field);
    }

    private MvcTestResult erase(String key) {
        return http.post()
                .uri("/api/notifications/erasures")
                .header("Idempotency-Key", key + "-" + trip)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"riderId\": \"%s\"}".formatted(rider))
                .exchange();
    }

    private void put(String preference) {
        assertThat(http.put()
                .uri("/api/notifications/preferences?riderId=" + rider)
                .contentType(MediaType.APPLICATION_JSON)
                .content(preference)).hasStatusOk();
    }

    /// Searches the whole text of every row of every table of the module.
    private List<String> tablesThatName(RiderId someone) {
        return transactions.of("notifications").execute(_ -> {
            List<String> tables = jdbc.sql("""
                    select table_name from information_schema.tables
                    where table_schema = 'notifications' and table_type = 'BASE TABLE'
                    """).query((row, _) -> row.getString("table_name")).list();
            assertThat(tables).contains("notification", "preference", "delivery", "erasure", "command_receipt");
            return tables.stream()
                    .filter(table -> jdbc.sql("select exists (select from %s as row where row::text like ?)"
                            .formatted(table)).param("%" + someone + "%").query(Boolean.class).single())
                    .toList();
        });
    }

    private long deliveries() {
        Long count = transactions.of("notifications").execute(_ -> jdbc.sql("""
                select count(*) from delivery join notification on id = notification_id where trip_id = ?
                """).param(trip.value()).query(Long.class).single());
        return count == null ? -1 : count;
    }

    private long erasures() {
        Long count = transactions.of("notifications").execute(_ -> jdbc.sql("""
                select count(*) from erasure where subject = sha256(convert_to(?, 'UTF8'))
                """).param(Recipient.rider(rider).value()).query(Long.class).single());
        return count == null ? -1 : count;
    }

    private Instant before() {
        return clock.instant().minus(Duration.ofMinutes(1));
    }

    private DriverArrived arrived(Instant at) {
        return new DriverArrived(trip, rider, driver, at);
    }

    private FareCharged charged(Instant at) {
        return new FareCharged(trip, rider, driver, FARE, FARE, FARE, at);
    }

    private static String body(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
