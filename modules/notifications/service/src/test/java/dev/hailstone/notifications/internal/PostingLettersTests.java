package dev.hailstone.notifications.internal;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.infra.testing.SettableClock;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// E-mail by way of a real mail server, which tests start and stop.
@ApplicationModuleTest
@AutoConfigureMockMvc
@TestInstance(Lifecycle.PER_METHOD)
@TestPropertySource(properties = {"spring.mail.host=localhost", "hailstone.notifications.mail.look-every=1h",
        "hailstone.notifications.mail.attempts=3", "hailstone.notifications.mail.from=Hailstone <rides@example.org>"})
class PostingLettersTests {

    private static final long NEVER = -1;
    private static final Money FARE = Money.of("12.95", "USD");
    private static final int PORT = freePort();
    private static final GreenMail SERVER = new GreenMail(
            new ServerSetup(PORT, "localhost", ServerSetup.PROTOCOL_SMTP));

    private final IncomingEvents incoming;
    private final ChoosingPreferences choosing;
    private final PostingLetters posting;
    private final Deliveries deliveries;
    private final Wording wording;
    private final NotificationsSettings settings;
    private final ModuleTransactions transactions;
    private final JdbcClient jdbc;
    private final SettableClock clock;
    private final MeterRegistry meters;

    private final TripId trip = new TripId(TimeOrderedIds.next());
    private final RiderId rider = RiderId.of("rider-" + trip);
    private final DriverId driver = DriverId.of("driver-" + trip);

    PostingLettersTests(@Autowired IncomingEvents incoming, @Autowired ChoosingPreferences choosing,
            @Autowired PostingLetters posting, @Autowired Deliveries deliveries,
            @Autowired Wording wording, @Autowired NotificationsSettings settings,
            @Autowired ModuleTransactions transactions, @Autowired JdbcClient jdbc, @Autowired SettableClock clock,
            @Autowired MeterRegistry meters) {
        this.incoming = incoming;
        this.choosing = choosing;
        this.posting = posting;
        this.deliveries = deliveries;
        this.wording = wording;
        this.settings = settings;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.meters = meters;
    }

    /// A failure whose message fails.
    static final class Unspeakable extends RuntimeException {

        @Serial private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("there are no words");
        }
    }

    @TestConfiguration
    static class Clocks {

        @Bean
        SettableClock settableClock() {
            return new SettableClock();
        }
    }

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) {
        properties.add("spring.mail.port", () -> PORT);
    }

    /// Known before the server begins, for the server shall have the same after a restart.
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void empty() throws Exception {
        SERVER.purgeEmailFromAllMailboxes();
    }

    @AfterEach
    void nothingIsLeftForTheNextTest() {
        inTransaction(() -> jdbc.sql("delete from delivery").update());
    }

    @Test
    void sendsWhatIsToldInTheRecipientsLanguage() throws Exception {
        prefer(new Preference(Language.GERMAN, address(rider), null));

        incoming.deliver(charged());

        MimeMessage letter = awaitLetters(1).getFirst();
        assertThat(letter.getSubject()).isEqualTo("Ihre Quittung");
        assertThat(String.valueOf(letter.getContent()).strip())
                .isEqualTo("Danke, dass Sie mit uns gefahren sind. Sie haben 12,95\u00a0$ bezahlt.");
        assertThat(letter.getFrom()[0]).hasToString("Hailstone <rides@example.org>");
        assertThat(letter.getRecipients(Message.RecipientType.TO)[0]).hasToString(address(rider).value());
        assertThat(letter.getMessageID()).isEqualTo("<%s@notifications.hailstone>".formatted(notificationId()));
        await().untilAsserted(() -> assertThat(pending()).isZero());
    }

    @Test
    void sendsNothingToThoseWhoGaveNoAddress() {
        incoming.deliver(charged());

        assertThat(pending()).isZero();
    }

    @Test
    void waitsForTheEndOfQuietHours() {
        preferQuiet(Duration.ofHours(1));

        incoming.deliver(charged());
        await().untilAsserted(() -> assertThat(dueInSeconds()).isEqualTo(3600));
        clock.advance(Duration.ofMinutes(59));
        posting.post();
        assertThat(SERVER.getReceivedMessages()).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        posting.post();
        awaitLetters(1);
    }

    @Test
    void waitsNoLongerWhenTheRecipientEndsTheirQuietHours() {
        preferQuiet(Duration.ofHours(1));
        incoming.deliver(charged());
        await().untilAsserted(() -> assertThat(dueInSeconds()).isEqualTo(3600));

        prefer(new Preference(null, address(rider), null));

        awaitLetters(1);
    }

    @Test
    void waitsForTheEndOfShorterQuietHours() {
        preferQuiet(Duration.ofHours(1));
        incoming.deliver(charged());
        await().untilAsserted(() -> assertThat(dueInSeconds()).isEqualTo(3600));

        preferQuiet(Duration.ofMinutes(10));

        await().untilAsserted(() -> assertThat(dueInSeconds()).isEqualTo(600));
        assertThat(SERVER.getReceivedMessages()).isEmpty();
    }

    @Test
    void isNotHurriedByAChoiceAboutQuietHoursWhenTheServerIsAway() {
        prefer(new Preference(null, address(rider), null));
        storeDeliveries(1);
        postWith(_ -> {
            throw new IllegalStateException("450 later");
        });
        preferQuiet(Duration.ofHours(1));

        prefer(new Preference(null, address(rider), null));

        assertThat(dueInSeconds()).isEqualTo(30);
    }

    @Test
    void sendsToEverybodyThoughOnePreferenceMakesNoSense() {
        prefer(new Preference(null, address(rider), null));
        RiderId senseless = RiderId.of("senseless-" + trip);
        inTransaction(() -> jdbc.sql("""
                insert into preference (recipient, language, email, quiet_from, quiet_until, quiet_zone)
                values (?, 'tlh', ?, '22:00', '22:00', 'Mars/Base')
                """).params(Recipient.rider(senseless).value(), address(senseless).value()).update());

        incoming.deliver(new FareCharged(new TripId(TimeOrderedIds.next()), senseless, driver, FARE, FARE, FARE,
                clock.instant()), charged());

        assertThat(awaitLetters(2)).extracting(letter -> letter.getAllRecipients()[0].toString())
                .containsExactlyInAnyOrder(address(rider).value(), address(senseless).value());
    }

    @Test
    void triesAgainUntilTheServerIsBack() {
        prefer(new Preference(null, address(rider), null));
        SERVER.stop();
        try {
            incoming.deliver(charged());
            await().untilAsserted(() -> assertThat(dueInSeconds()).isEqualTo(30));
            clock.advance(Duration.ofSeconds(30));
            posting.post();
            assertThat(dueInSeconds()).as("doubled").isEqualTo(60);
        } finally {
            SERVER.start();
        }

        clock.advance(Duration.ofSeconds(60));
        posting.post();
        awaitLetters(1);
        assertThat(pending()).isZero();
    }

    @Test
    void recordsAFailureWithCharactersThatTheDatabaseDoesNotHave() {
        prefer(new Preference(null, address(rider), null));
        storeDeliveries(1);

        postWith(_ -> {
            throw new IllegalStateException("550 no\0such mailbox");
        });

        assertThat(dueInSeconds()).isEqualTo(30);
        assertThat(failures()).containsExactly("java.lang.IllegalStateException: 550 no such mailbox");
    }

    @Test
    void sendsTheOthersThoughTheFailureOfOneCannotBeRecorded() {
        prefer(new Preference(null, address(rider), null));
        storeDeliveries(3);
        List<Letter> tried = new ArrayList<>();

        postWith(letter -> {
            tried.add(letter);
            if (tried.size() == 1) {
                throw new Unspeakable();
            }
        });

        assertThat(tried).hasSize(3);
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        double before = meters.counter("hailstone.notifications.mail.given-up").count();
        prefer(new Preference(null, address(rider), null));
        SERVER.stop();
        try {
            incoming.deliver(charged());
            await().untilAsserted(() -> assertThat(dueInSeconds()).isEqualTo(30));
            for (int i = 0; i < 5; i++) {
                clock.advance(Duration.ofHours(1));
                posting.post();
            }
        } finally {
            SERVER.start();
        }

        assertThat(meters.counter("hailstone.notifications.mail.given-up").count()).isEqualTo(before + 1);
        assertThat(dueInSeconds()).isEqualTo(NEVER);
        clock.advance(Duration.ofDays(1));
        posting.post();
        assertThat(SERVER.getReceivedMessages()).isEmpty();
    }

    @Test
    void sendsAgainWhatAProcessTookAndNeverFinished() {
        prefer(new Preference(null, address(rider), null));
        storeDeliveries(1);
        assertThat(take(clock)).hasSize(1);

        posting.post();
        assertThat(SERVER.getReceivedMessages()).as("while the other has it").isEmpty();

        clock.advance(Duration.ofMinutes(6));
        posting.post();
        awaitLetters(1);
    }

    @Test
    void forgetsAnAttemptThatOthersHaveTakenOver() {
        prefer(new Preference(null, address(rider), null));
        storeDeliveries(1);
        Delivery frozen = take(clock).getFirst();
        clock.advance(Duration.ofMinutes(6));
        assertThat(take(clock)).hasSize(1);

        inTransaction(() -> deliveries.failed(frozen, null, "too late"));
        inTransaction(() -> deliveries.done(frozen));

        assertThat(pending()).isEqualTo(1);
        assertThat(dueInSeconds()).isEqualTo(300);
    }

    @Test
    void sendsEachOnceWhenSeveralProcessesPost() throws Exception {
        prefer(new Preference(null, address(rider), null));
        storeDeliveries(60);

        try (ExecutorService processes = Executors.newFixedThreadPool(3)) {
            List<Future<?>> posts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                posts.add(processes.submit(posting::post));
            }
            for (Future<?> post : posts) {
                post.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(awaitLetters(60)).extracting(MimeMessage::getMessageID).doesNotHaveDuplicates().hasSize(60);
    }

    private void postWith(Courier courier) {
        new PostingLetters(deliveries, courier, wording, transactions, settings, clock, meters).post();
    }

    private List<String> failures() {
        return requireNonNull(transactions.of("notifications").execute(_ -> jdbc.sql("""
                select failure from delivery join notification on id = notification_id where trip_id = ?
                """).param(trip.value()).query(String.class).list()));
    }

    /// Told where nobody is woken, as another process would see them.
    private void storeDeliveries(int count) {
        inTransaction(() -> {
            for (int i = 0; i < count; i++) {
                jdbc.sql("""
                        insert into notification (id, cause, recipient, position, trip_id, template, parameters, at)
                        values (?, ?, ?, ?, ?, 'RIDE_STARTED', '{}', ?)
                        """)
                        .params(TimeOrderedIds.next(), "test/" + i, Recipient.rider(rider).value(), i + 1,
                                trip.value(), clock.instant().atOffset(ZoneOffset.UTC))
                        .update();
            }
            jdbc.sql("insert into delivery (notification_id, due_at) select id, ? from notification where trip_id = ?")
                    .params(clock.instant().atOffset(ZoneOffset.UTC), trip.value())
                    .update();
        });
    }

    private List<Delivery> take(SettableClock now) {
        return requireNonNull(transactions.of("notifications")
                .execute(_ -> deliveries.take(now.instant(), now.instant().plus(Duration.ofMinutes(5)), 10)));
    }

    private List<MimeMessage> awaitLetters(int count) {
        await().untilAsserted(() -> assertThat(SERVER.getReceivedMessages()).hasSize(count));
        return List.of(SERVER.getReceivedMessages());
    }

    /// Since an hour ago.
    private void preferQuiet(Duration ahead) {
        LocalTime now = clock.instant().atOffset(ZoneOffset.UTC).toLocalTime();
        prefer(new Preference(null, address(rider),
                new QuietHours(now.minusHours(1), now.plus(ahead), ZoneOffset.UTC)));
    }

    private void prefer(Preference preference) {
        choosing.choose(Recipient.rider(rider), preference);
    }

    private static EmailAddress address(RiderId someone) {
        return EmailAddress.of(someone + "@example.org");
    }

    private FareCharged charged() {
        return new FareCharged(trip, rider, driver, FARE, FARE, FARE, clock.instant());
    }

    private long pending() {
        return requireNonNull(transactions.of("notifications").execute(_ -> jdbc.sql("""
                select count(*) from delivery join notification on id = notification_id where trip_id = ?
                """).param(trip.value()).query(Long.class).single()));
    }

    private long dueInSeconds() {
        return requireNonNull(transactions.of("notifications")
                .execute(_ -> jdbc.sql("""
                        select coalesce(extract(epoch from due_at - ?)::bigint, ?) from delivery
                        join notification on id = notification_id where trip_id = ?
                        """)
                        .params(clock.instant().atOffset(ZoneOffset.UTC), NEVER, trip.value())
                        .query(Long.class)
                        .single()));
    }

    private String notificationId() {
        return requireNonNull(transactions.of("notifications").execute(_ -> jdbc.sql("""
                select id::text from notification where recipient = ?
                """).param(Recipient.rider(rider).value()).query(String.class).single()));
    }

    private void inTransaction(Runnable work) {
        transactions.of("notifications").executeWithoutResult(_ -> work.run());
    }
}
