package dev.hailstone.recommendations.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.infra.testing.SqlStatements;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.recommendations.DestinationSuggestions;
import dev.hailstone.recommendations.SuggestedDestination;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ApplicationModuleTest
@AutoConfigureMockMvc
class RecommendationsModuleTests {

    private static final GeoPoint HOTEL = new GeoPoint(40.7614, -73.9776);
    private static final GeoPoint MUSEUM = new GeoPoint(40.7794, -73.9632);
    private static final GeoPoint OFFICE = new GeoPoint(40.7069, -74.0113);
    private static final GeoPoint STATION = new GeoPoint(40.7506, -73.9935);
    private static final GeoPoint STADIUM = new GeoPoint(40.8296, -73.9262);

    /// In New York, where these are 8 and 20 o'clock.
    private static final Instant MORNING = Instant.parse("2026-03-02T13:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-03-03T01:00:00Z");
    private static final int EIGHT = 8;
    private static final int TWENTY = 20;

    private final IncomingEvents incoming;
    private final DestinationSuggestions suggestions;
    private final MockMvcTester http;
    private final LearningRides learning;
    private final CoVisits coVisits;
    private final ModuleTransactions transactions;
    private final JdbcClient jdbc;

    RecommendationsModuleTests(@Autowired IncomingEvents incoming, @Autowired DestinationSuggestions suggestions,
            @Autowired MockMvcTester http, @Autowired LearningRides learning, @Autowired CoVisits coVisits,
            @Autowired ModuleTransactions transactions, @Autowired JdbcClient jdbc) {
        this.incoming = incoming;
        this.suggestions = suggestions;
        this.http = http;
        this.learning = learning;
        this.coVisits = coVisits;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @BeforeEach
    void forget() {
        transactions.of("recommendations")
                .executeWithoutResult(_ -> jdbc.sql("truncate place, co_visit, city").update());
    }

    @Test
    void suggestsNothingBeforeTheFirstTrip() {
        assertThat(suggestions.suggest(40.7, -74, EIGHT, 5)).isEmpty();
        assertThat(http.get().uri("/api/suggestions/model")).hasStatusOk().bodyJson().isEqualTo("""
                {"trips": 0, "places": 0}
                """);
    }

    @Test
    void prefersWhereRidersWentFromHereToWhereMostWent() {
        ride(40, HOTEL, MUSEUM, MORNING);
        ride(45, STATION, STADIUM, MORNING);

        assertThat(places(HOTEL, EIGHT)).containsExactly(MUSEUM, STADIUM);
        assertThat(places(OFFICE, EIGHT)).containsExactly(STADIUM, MUSEUM);
    }

    @Test
    void prefersWhatIsUsualAtTheTimeOfDay() {
        ride(12, HOTEL, OFFICE, MORNING);
        ride(11, HOTEL, STADIUM, EVENING);

        assertThat(places(HOTEL, EIGHT)).containsExactly(OFFICE, STADIUM);
        assertThat(places(HOTEL, TWENTY)).containsExactly(STADIUM, OFFICE);
        assertThat(places(HOTEL, 3)).as("at night, when nobody rode yet").containsExactly(OFFICE, STADIUM);
    }

    @Test
    void scoresByTheDocumentedFormula() {
        ride(6, HOTEL, OFFICE, MORNING);
        ride(4, HOTEL, STADIUM, EVENING);

        SuggestedDestination office = suggest(HOTEL, EIGHT).getFirst();

        // Nobody went on from the office or the stadium, so similar places say no more than the popularity.
        double fromHere = (6 + 40 * 0.6) / (10 + 40);
        assertThat(office.score()).isEqualTo(fromHere * (6 + 50) / (6 * 0.6 + 50), within(1e-9));
        assertThat(office.trips()).isEqualTo(6);
    }

    @Test
    void neverSuggestsWhereTheRiderStands() {
        ride(5, HOTEL, MUSEUM, MORNING);
        ride(1, HOTEL, OFFICE, MORNING);
        GeoPoint acrossTheStreet = new GeoPoint(MUSEUM.latitude() + 0.0015, MUSEUM.longitude());

        assertThat(Cell.of(acrossTheStreet)).isNotEqualTo(Cell.of(MUSEUM));
        assertThat(places(MUSEUM, EIGHT)).containsExactly(OFFICE);
        assertThat(places(acrossTheStreet, EIGHT)).containsExactly(OFFICE);
    }

    @Test
    void namesTheMeanOfTheDropoffsInACell() {
        ride(1, HOTEL, new GeoPoint(40.7790, -73.9630), MORNING);
        ride(1, HOTEL, new GeoPoint(40.7794, -73.9634), MORNING);

        assertThat(suggest(HOTEL, EIGHT)).singleElement().satisfies(museum -> {
            assertThat(museum.place().latitude()).isEqualTo(40.7792, within(1e-9));
            assertThat(museum.place().longitude()).isEqualTo(-73.9632, within(1e-9));
        });
    }

    @Test
    void namesTheMeanOnTheAntimeridianNotHalfAWorldAway() {
        GeoPoint east = new GeoPoint(-16.8, 180);
        GeoPoint west = new GeoPoint(-16.8, -180);
        RidesInMemory memory = new RidesInMemory();
        for (GeoPoint dropoff : List.of(east, west, east)) {
            TripCompleted trip = trip(HOTEL, dropoff, MORNING);
            incoming.deliver(trip);
            memory.learn(Ride.of(trip, ZoneId.of("America/New_York")));
        }

        assertThat(places(HOTEL, EIGHT)).containsExactly(west);
        assertThat(memory.destinations(List.of(), 1)).extracting(Destination::place).containsExactly(west);
    }

    @Test
    void ordersEquallyLikelyDestinationsByTheirCell() {
        List<GeoPoint> city = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            city.add(new GeoPoint(40.6 + i * 0.01, -73.9));
        }
        long seed = new Random().nextLong();
        Collections.shuffle(city, new Random(seed));
        city.forEach(place -> ride(1, OFFICE, place, MORNING));

        assertThat(places(OFFICE, EIGHT)).as("seed %d", seed)
                .hasSize(10)
                .isSortedAccordingTo((one, other) -> Double.compare(one.latitude(), other.latitude()))
                .isEqualTo(places(OFFICE, EIGHT));
    }

    @Test
    void answersNoMoreThanAskedFor() {
        ride(2, HOTEL, MUSEUM, MORNING);
        ride(1, HOTEL, OFFICE, MORNING);

        assertThat(suggestions.suggest(HOTEL.latitude(), HOTEL.longitude(), EIGHT, 1)).hasSize(1);
    }

    @Test
    void tellsHowFarItHasLearned() {
        ride(1, HOTEL, MUSEUM, EVENING);
        ride(2, HOTEL, OFFICE, MORNING);

        assertThat(http.get().uri("/api/suggestions/model")).hasStatusOk().bodyJson().isEqualTo("""
                {"trips": 3, "places": 2, "upTo": "2026-03-03T01:20:00Z"}
                """);
    }

    @Test
    void comesToTheSameModelInWhicheverOrderItLearns() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<GeoPoint> city = List.of(HOTEL, MUSEUM, OFFICE, STATION, STADIUM);
        List<ModuleEvent> trips = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            trips.add(trip(near(city.get(random.nextInt(5)), random), near(city.get(random.nextInt(5)), random),
                    random.nextBoolean() ? MORNING : EVENING));
        }

        incoming.deliver(trips.toArray(ModuleEvent[]::new));
        List<String> learned = model();
        forget();
        Collections.shuffle(trips, random);
        transactions.of("recommendations").executeWithoutResult(_ -> trips.forEach(trip -> {
            if (trip instanceof TripCompleted completed) {
                learning.on(completed);
            }
        }));

        assertThat(model()).as("seed %d", seed).isNotEmpty().isEqualTo(learned);
    }

    @Test
    void ranksByTheDatabaseAsInMemory() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RidesInMemory memory = new RidesInMemory();
        transactions.of("recommendations").executeWithoutResult(_ -> {
            for (int i = 0; i < 2_000; i++) {
                TripCompleted trip = trip(somewhere(random), somewhere(random),
                        MORNING.plus(Duration.ofHours(random.nextInt(24))));
                learning.on(trip);
                memory.learn(Ride.of(trip, ZoneId.of("America/New_York")));
            }
        });

        for (int i = 0; i < 50; i++) {
            Cell standing = Cell.of(somewhere(random));
            HourBand band = HourBand.of(random.nextInt(24));
            List<Candidate> ranked = new Ranking(memory).rank(standing, band, 20);
            List<Candidate> ranking = Objects.requireNonNull(transactions.of("recommendations")
                    .execute(_ -> new Ranking(coVisits).rank(standing, band, 20)));
            assertThat(ranking).as("%s, %s, seed %d", standing, band, seed)
                    .usingRecursiveComparison()
                    .withComparatorForType((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : 1, Double.class)
                    .isEqualTo(ranked);
        }
    }

    @Test
    void writesWhatOneTransactionTeachesInOneStatement() {
        try (SqlStatements sent = new SqlStatements()) {
            transactions.of("recommendations").executeWithoutResult(_ -> {
                for (int i = 0; i < 200; i++) {
                    learning.on(trip(HOTEL, MUSEUM, MORNING));
                }
            });
            assertThat(sent.about("co_visit")).hasSize(1);
            assertThat(sent.about("place")).hasSize(1);
        }
        assertThat(suggest(HOTEL, EIGHT)).singleElement()
                .extracting(SuggestedDestination::trips)
                .isEqualTo(200L);
    }

    @Test
    void learnsNothingFromATransactionThatIsRolledBack() {
        transactions.of("recommendations").executeWithoutResult(transaction -> {
            learning.on(trip(HOTEL, MUSEUM, MORNING));
            transaction.setRollbackOnly();
        });

        assertThat(model()).isEmpty();
    }

    @Test
    void forgetsTheModelAndWhatItHasHeardToLearnItAnew() {
        ride(5, HOTEL, MUSEUM, MORNING);

        assertThat(http.post().uri("/api/suggestions/model/rebuild")).hasStatus(HttpStatus.ACCEPTED)
                .bodyJson()
                .isEqualTo("""
                        {"trips": 0, "places": 0}
                        """);

        assertThat(model()).isEmpty();
        assertThat(positions()).hasSize(8).containsOnly(0L);
    }

    @Test
    void forgetsBesideThoseWhoAsk() throws Exception {
        AtomicBoolean forgetting = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> asking = IntStream.range(0, 3).mapToObj(_ -> threads.submit(() -> {
                int asked = 0;
                while (forgetting.get()) {
                    suggest(HOTEL, EIGHT);
                    asked++;
                }
                return asked;
            })).toList();
            try {
                for (int i = 0; i < 50; i++) {
                    ride(2, HOTEL, MUSEUM, MORNING);
                    transactions.of("recommendations").executeWithoutResult(_ -> coVisits.forget());
                }
            } finally {
                forgetting.set(false);
            }
            for (Future<Integer> each : asking) {
                assertThat(each.get()).isPositive();
            }
        }
    }

    @Test
    void answersOverHttp() {
        ride(1, HOTEL, MUSEUM, MORNING);

        assertThat(http.get().uri("/api/suggestions?latitude=40.7614&longitude=-73.9776&hour=8&limit=3"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        [{"place": {"latitude": 40.7794, "longitude": -73.9632}, "trips": 1}]
                        """);
    }

    @ParameterizedTest
    @CsvSource({
            "latitude=91&longitude=0&hour=0&limit=1, latitude",
            "latitude=0&longitude=NaN&hour=0&limit=1, longitude",
            "latitude=here&longitude=0&hour=0&limit=1, latitude",
            "latitude=0&longitude=0&hour=24&limit=1, hour",
            "latitude=0&longitude=0&hour=-1&limit=1, hour",
            "latitude=0&longitude=0&hour=0&limit=0, limit",
            "latitude=0&longitude=0&hour=0&limit=51, limit",
            "latitude=0&longitude=0&hour=0, limit",
            "longitude=0&hour=0&limit=1, latitude"})
    void tellsWhatIsWrongWithAQuestion(String query, String field) {
        assertThat(http.get().uri("/api/suggestions?" + query)).hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .hasPathSatisfying("$.type", type -> type.assertThat().isEqualTo("urn:hailstone:problem:invalid-value"))
                .hasPathSatisfying("$.errors[0].field", name -> name.assertThat().isEqualTo(field));
    }

    private void ride(int times, GeoPoint pickup, GeoPoint dropoff, Instant startedAt) {
        for (int i = 0; i < times; i++) {
            incoming.deliver(trip(pickup, dropoff, startedAt));
        }
    }

    private static TripCompleted trip(GeoPoint pickup, GeoPoint dropoff, Instant startedAt) {
        return new TripCompleted(new TripId(TimeOrderedIds.next()), RiderId.of("ada"), DriverId.of("7"), pickup,
                dropoff,
                Fare.of(Money.of("12.95", "USD")), pickup.distanceTo(dropoff), startedAt.minusSeconds(300), startedAt,
                startedAt.plusSeconds(1200));
    }

    private static GeoPoint somewhere(Random random) {
        return new GeoPoint(40.70 + random.nextInt(8) * 0.01, -74 + random.nextInt(8) * 0.01);
    }

    private static GeoPoint near(GeoPoint point, Random random) {
        return new GeoPoint(point.latitude() + random.nextDouble(-0.004, 0.004),
                point.longitude() + random.nextDouble(-0.004, 0.004));
    }

    private List<SuggestedDestination> suggest(GeoPoint standing, int hour) {
        return suggestions.suggest(standing.latitude(), standing.longitude(), hour, 10);
    }

    private List<GeoPoint> places(GeoPoint standing, int hour) {
        return suggest(standing, hour).stream().map(SuggestedDestination::place).toList();
    }

    /// All tables, row by row, as text.
    private List<String> model() {
        return Objects.requireNonNull(transactions.of("recommendations").execute(_ -> jdbc.sql("""
                select place::text from place union all select co_visit::text from co_visit
                union all select city::text from city order by 1
                """).query(String.class).list()));
    }

    private List<Long> positions() {
        return Objects.requireNonNull(transactions.of("recommendations").execute(_ -> jdbc.sql("""
                select position from event_cursor where producer = 'trips'
                """).query(Long.class).list()));
    }
}
