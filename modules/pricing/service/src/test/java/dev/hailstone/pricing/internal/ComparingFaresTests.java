package dev.hailstone.pricing.internal;

import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.testing.SettableClock;
import dev.hailstone.infra.testing.SqlStatements;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.FareQuotes;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.trips.TripId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A candidate beside the control, which does what a test wants.
@ApplicationModuleTest(verifyAutomatically = false) // Contracts listen both ways; architecture-tests judges cycles.
@AutoConfigureMockMvc
@TestPropertySource(properties = {"hailstone.pricing.fares.candidate=willing",
        "hailstone.pricing.surge.evaluate-every=1h"})
class ComparingFaresTests {

    private static final Money CONTROL = Money.of("40.58", "USD");

    @Autowired private MockMvcTester mvc;
    @Autowired private FareQuotes fareQuotes;
    @Autowired private WillingFares candidate;
    @Autowired private ForgettingPrices forgetting;
    @Autowired private ModuleTransactions transactions;
    @Autowired private JdbcClient jdbc;
    @Autowired private SettableClock clock;
    @Autowired private MeterRegistry meters;

    @TestConfiguration
    static class Candidates {

        @Bean
        WillingFares willingFares() {
            return new WillingFares();
        }

        @Bean
        SettableClock settableClock() {
            return new SettableClock();
        }
    }

    /// Agrees with the tariff unless it is told something else.
    static final class WillingFares implements FareCalculator {

        private volatile Function<FareCase, Money> will = new TariffFares()::price;

        void will(Function<FareCase, Money> will) {
            this.will = will;
        }

        @Override
        public String name() {
            return "willing";
        }

        @Override
        public Money price(FareCase fareCase) {
            return will.apply(fareCase);
        }
    }

    /// A failure whose message fails.
    static final class Unspeakable extends RuntimeException {

        @Serial private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("there are no words");
        }
    }

    @BeforeEach
    void begin() {
        candidate.will(new TariffFares()::price);
        await().untilAsserted(() -> assertThat(meters.get("hailstone.pricing.fares.waiting").gauge().value()).isZero());
        transactions.of("pricing").executeWithoutResult(_ -> jdbc.sql("delete from fare_difference").update());
    }

    @Test
    void recordsNothingWhenBothAgree() {
        double before = compared("same");
        try (SqlStatements sent = new SqlStatements()) {
            assertThat(request()).hasStatus(HttpStatus.CREATED);
            await().untilAsserted(() -> assertThat(compared("same")).isEqualTo(before + 1));
            assertThat(sent.about("fare_difference")).isEmpty();
        }
        assertThat(differences()).bodyJson().isEqualTo("""
                {"differences": []}""");
    }

    @Test
    void recordsTheCaseWhenTheyDiffer() {
        candidate.will(_ -> Money.of("41.00", "USD"));
        double before = compared("different");

        MvcTestResult answer = request();

        assertThat(answer).hasStatus(HttpStatus.CREATED).bodyJson().extractingPath("$.price.amount").isEqualTo(40.58);
        await().untilAsserted(() -> assertThat(differences()).bodyJson()
                .isLenientlyEqualTo(
                        """
                                {"differences": [{"occasion": "QUOTE", "distanceMetres": 14455.0, "seconds": 2602, "tariff": 1, "surge": 1,
                                  "control": "tariff", "answer": {"amount": 40.58, "currency": "USD"},
                                  "candidate": "willing", "candidateAnswer": {"amount": 41.00, "currency": "USD"}, "foundAt": "%s"}]}
                                """
                                .formatted(clock.instant())));
        assertThat(differences()).bodyJson().doesNotHavePath("$.differences[0].failure");
        assertThat(differences()).bodyJson()
                .extractingPath("$.differences[0].subjectId")
                .isEqualTo(Objects.requireNonNull(answer.getResponse().getHeader("Location"))
                        .substring("/api/quotes/".length()));
        assertThat(compared("different")).isEqualTo(before + 1);
    }

    @Test
    void comparesTheFaresOfRidesToo() {
        candidate.will(_ -> Money.of("1.00", "EUR"));
        TripId trip = new TripId(UUID.randomUUID());

        var fare = fareQuotes.price(new FinishedRide(trip, new GeoPoint(40, -73), new GeoPoint(40.1, -73), 20_000.0,
                Duration.ofHours(1)));

        assertThat(fare.total()).isEqualTo(Money.of("55.00", "USD"));
        await().untilAsserted(() -> assertThat(differences()).bodyJson().isLenientlyEqualTo("""
                {"differences": [{"occasion": "RIDE", "subjectId": "%s", "distanceMetres": 20000.0, "seconds": 3600,
                  "candidateAnswer": {"amount": 1.00, "currency": "EUR"}}]}""".formatted(trip)));
    }

    @Test
    void hidesTheCandidatesFailuresFromTheRider() {
        double before = compared("failed");
        candidate.will(_ -> {
            throw new IllegalStateException("out\0 of order");
        });
        assertThat(request()).hasStatus(HttpStatus.CREATED)
                .bodyJson()
                .extractingPath("$.price.amount")
                .isEqualTo(40.58);
        awaitFailure("java.lang.IllegalStateException: out of order");

        candidate.will(_ -> {
            throw new StackOverflowError();
        });
        assertThat(request()).hasStatus(HttpStatus.CREATED);
        awaitFailure("java.lang.StackOverflowError");
        assertThat(compared("failed")).isEqualTo(before + 2);
    }

    @Test
    void goesOnAfterACandidateThatLeavesItsThreadInterrupted() {
        double before = compared("same");
        candidate.will(fareCase -> {
            Thread.currentThread().interrupt();
            return new TariffFares().price(fareCase);
        });

        for (int done = 1; done <= 2; done++) {
            double count = before + done;
            assertThat(request()).hasStatus(HttpStatus.CREATED);
            await().untilAsserted(() -> assertThat(compared("same")).isEqualTo(count));
        }
    }

    @Test
    void recordsAFailureThatCannotSayWhatItIs() {
        candidate.will(_ -> {
            throw new Unspeakable();
        });
        assertThat(request()).hasStatus(HttpStatus.CREATED);
        awaitFailure(Unspeakable.class.getName());
    }

    @Test
    void letsNobodyWaitForASlowCandidate() {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        candidate.will(_ -> {
            asked.countDown();
            awaitQuietly(answered);
            return CONTROL;
        });

        assertThat(request()).hasStatus(HttpStatus.CREATED);
        await().until(() -> asked.getCount() == 0);
        for (int i = 0; i < 5; i++) {
            assertThat(request()).hasStatus(HttpStatus.CREATED);
        }
        assertThat(meters.get("hailstone.pricing.fares.waiting").gauge().value()).isEqualTo(5);

        answered.countDown();
        await().untilAsserted(() -> assertThat(meters.get("hailstone.pricing.fares.waiting").gauge().value()).isZero());
    }

    @Test
    void addsNoStatementToARequest() {
        candidate.will(_ -> Money.of("41.00", "USD"));
        try (SqlStatements sent = new SqlStatements()) {
            request();
            await().untilAsserted(() -> assertThat(sent.about("fare_difference")).hasSize(1));
            assertThat(sent.about("(tariff|surge|quote)")).as("those of a quote, and the one of the difference")
                    .hasSize(3);
        }
    }

    @Test
    void listsTheLatestFirstPageByPage() {
        for (int i = 1; i <= 3; i++) {
            Money answer = Money.of(i + ".00", "USD");
            int recorded = i;
            candidate.will(_ -> answer);
            request();
            await().untilAsserted(() -> assertThat(differences()).bodyJson()
                    .extractingPath("$.differences[*].candidateAnswer.amount")
                    .asArray()
                    .hasSize(recorded));
        }
        MvcTestResult page = mvc.get().uri("/api/fare-differences?limit=2").exchange();

        assertThat(page).bodyJson()
                .extractingPath("$.differences[*].candidateAnswer.amount")
                .asArray()
                .containsExactly(3.0, 2.0);
        assertThat(page).bodyJson()
                .extractingPath("$.differences[1].differenceId")
                .satisfies(last -> assertThat(mvc.get().uri("/api/fare-differences?limit=2&before=" + last))
                        .bodyJson()
                        .extractingPath("$.differences[*].candidateAnswer.amount")
                        .asArray()
                        .containsExactly(1.0));
    }

    @Test
    void forgetsOldDifferences() {
        candidate.will(_ -> Money.of("41.00", "USD"));
        request();
        await().untilAsserted(() -> assertThat(differences()).bodyJson()
                .extractingPath("$.differences")
                .asArray()
                .hasSize(1));
        clock.advance(Duration.ofDays(31));
        forgetting.forget();

        assertThat(differences()).bodyJson().extractingPath("$.differences").asArray().isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=many", "before=yesterday"})
    void refusesAPageThatIsNone(String query) {
        MvcTestResult answer = mvc.get().uri("/api/fare-differences?" + query).exchange();

        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    private void awaitFailure(String failure) {
        await().untilAsserted(() -> assertThat(differences()).bodyJson()
                .extractingPath("$.differences[0].failure")
                .isEqualTo(failure));
        assertThat(differences()).bodyJson().doesNotHavePath("$.differences[0].candidateAnswer");
    }

    private MvcTestResult differences() {
        return mvc.get().uri("/api/fare-differences").exchange();
    }

    private MvcTestResult request() {
        return mvc.post()
                .uri("/api/quotes")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON)
                .content("""
                        {"riderId": "ann", "pickup": {"latitude": 40.751, "longitude": -73.991},
                         "dropoff": {"latitude": 40.851, "longitude": -73.991}}""")
                .exchange();
    }

    private double compared(String outcome) {
        return meters.get("hailstone.pricing.fares.compared").tag("outcome", outcome).counter().count();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
