package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import dev.hailstone.infra.simulator.HailstoneApi.TripState;
import dev.hailstone.kernel.Money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReplayTests {

    private static final int TRIPS = 200;

    private final FakeHailstone server = new FakeHailstone().start();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory;

    private Path trips = Path.of("");

    @BeforeEach
    void record() throws IOException {
        trips = directory.resolve("trips.csv");
        try (Writer file = Files.newBufferedWriter(trips)) {
            file.write("pickup,dropoff,distance,fare,tip,tolls,total,pickup_zone,dropoff_zone,pickup_borough,"
                    + "dropoff_borough\n");
            LocalDateTime start = LocalDateTime.of(2019, 3, 1, 12, 0);
            DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
            for (int i = 1; i <= TRIPS; i++) {
                LocalDateTime pickup = start.plusMinutes(i);
                file.write(String.format(Locale.ROOT, "%s,%s,1.5,%d.5,1.25,0,%d.05,Harbour,Market,Manhattan,Queens%n",
                        pickup.format(format), pickup.plusMinutes(9).format(format), i, i + 3));
            }
            file.write("2019-03-30 23:59:14,2019-03-30 23:59:17,0.0,80.0,20.08,0.0,100.38,,,,\n");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void chargesEveryTripOnceAndExactly() throws IOException {
        Path report = directory.resolve("report.txt");
        assertThat(replay("--report", report.toString())).as(err::toString).isZero();
        assertThat(server.charges).hasSize(TRIPS);
        assertThat(total()).isEqualTo(Money.of("20710.00", "USD"));
        assertThat(out.toString()).contains("PASS", "20,710.00 USD", "line 202: pickup_zone is missing")
                .isEqualToNormalizingNewlines("\n" + Files.readString(report));
        assertThat(server.positions.get()).isPositive();
        assertThat(server.signOffs.get()).isEqualTo(2 * Replay.RIDERS);
    }

    @Test
    void doesNothingTheSecondTime() {
        assertThat(replay()).isZero();
        int trips = server.trips.size();
        assertThat(replay("--concurrency", "3")).isZero();
        assertThat(server.trips).hasSize(trips);
        assertThat(out.toString()).containsPattern("replayed before +200");
    }

    @Test
    void goesOnWhenAnswersAreLostAndTheServerIsBusy() {
        server.losingEvery.set(7);
        server.busyEvery.set(11);
        assertThat(replay()).as(err::toString).isZero();
        assertThat(server.trips).hasSize(TRIPS);
        assertThat(total()).isEqualTo(Money.of("20710.00", "USD"));
    }

    @Test
    void outlivesTheDeathOfItsServer() {
        server.completionsUntilDeath.set(TRIPS / 2);
        CompletableFuture<Integer> replay = CompletableFuture.supplyAsync(this::replay);
        await().until(() -> !server.isRunning());
        int requests = server.requests.get();
        assertThat(server.charges).hasSizeLessThan(TRIPS);
        server.start();
        assertThat(replay.join()).as(err::toString).isZero();
        assertThat(server.requests.get()).isGreaterThan(requests);
        assertThat(server.charges).hasSize(TRIPS);
        assertThat(total()).isEqualTo(Money.of("20710.00", "USD"));
    }

    @Test
    void isTakenUpByAnotherRunAfterItGaveUp() {
        server.completionsUntilDeath.set(TRIPS / 2);
        assertThat(replay("--give-up-after", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("the server has not answered for 1 s");
        server.start();
        assertThat(replay()).as(err::toString).isZero();
        assertThat(total()).isEqualTo(Money.of("20710.00", "USD"));
    }

    @Test
    void triesAgainWhatWasCancelledOrExpired() {
        server.tripsWithoutDriver.set(5);
        server.expiredQuotes.set(7);
        assertThat(replay()).as(err::toString).isZero();
        assertThat(server.trips.values()).filteredOn(trip -> trip.state() == TripState.CANCELLED).hasSize(5);
        assertThat(total()).isEqualTo(Money.of("20710.00", "USD"));
        assertThat(out.toString()).containsPattern("further attempts +12");
        out.getBuffer().setLength(0);
        assertThat(replay()).as("walks the attempts again").isZero();
        assertThat(server.trips).hasSize(TRIPS + 5);
        assertThat(out.toString()).containsPattern("replayed before +200");
    }

    @Test
    void namesTheRidesThatTheServerHasEndedBetweenTwoRuns() {
        server.unfitFares.add(Money.of("4.05", "USD"));
        assertThat(replay("--settle-within", "1")).isEqualTo(1);
        server.unfitFares.clear();
        server.endRides();
        out.getBuffer().setLength(0);
        assertThat(replay()).isEqualTo(1);
        assertThat(server.charges).hasSize(TRIPS);
        assertThat(out.toString()).containsPattern("failed +1\\s")
                .contains("line 2: completed by the server at the quoted 20.00 USD, since nobody else did in time");
    }

    @Test
    void namesTheRidesThatTheServerEndsBeforeTheirDriver() {
        server.overdueRides.set(3);
        assertThat(replay()).isEqualTo(1);
        assertThat(server.charges).hasSize(TRIPS);
        assertThat(out.toString()).containsPattern("failed +3\\s")
                .contains("completed by the server at the quoted 20.00 USD, since nobody else did in time");
    }

    @Test
    void doesNotTryTheLaterTripsOfARiderWhoseTripStaysOpen() {
        server.unfitFares.add(Money.of("4.05", "USD"));
        assertThat(replay("--settle-within", "1")).isEqualTo(1);
        assertThat(server.charges).hasSize(TRIPS - 4);
        assertThat(out.toString()).contains("line 2: 400 invalid-value",
                "line 66: not tried: the trip of line 2 is still open",
                "line 130: not tried: the trip of line 2 is still open",
                "line 194: not tried: the trip of line 2 is still open");
    }

    @Test
    void failsOnlyTheTripsOfARiderWhoCannotPayIn() {
        server.largestDeposit = Money.of("925.00", "USD");
        assertThat(replay("--settle-within", "1")).as(err::toString).isEqualTo(1);
        assertThat(server.charges).hasSize(TRIPS - 4);
        assertThat(out.toString()).contains("line 9: not tried: the deposit was refused, 400 invalid-value",
                "line 73: not tried: the deposit was", "line 137: not tried: the deposit was",
                "line 201: not tried: the deposit was");
    }

    @Test
    void needsOneTokenAndAnotherBeforeThatEnds() {
        assertThat(replay()).as(err::toString).isZero();
        assertThat(server.issued.get()).isEqualTo(1);
        server.lifetimeSeconds.set(0);
        assertThat(replay()).as(err::toString).isZero();
        assertThat(server.issued.get()).isGreaterThan(TRIPS);
    }

    @Test
    void saysWhatToDoWhereNobodyIssuesTokens() {
        server.noDemo.set(true);
        assertThat(replay()).isEqualTo(2);
        assertThat(err.toString()).contains("is no demo", "--token-url");
    }

    @Test
    void takesATokenThatItIsGiven() {
        assertThat(replay("--token", "of somebody else")).isEqualTo(1);
        assertThat(err.toString()).contains("401");
        assertThat(server.issued.get()).isZero();
    }

    @Test
    void failsWhenTheLedgerHasAnotherTotal() {
        assertThat(replay()).isZero();
        server.charges.replaceAll((_, amount) -> amount.plus(Money.of("0.01", "USD")));
        assertThat(replay()).isEqualTo(1);
        assertThat(out.toString()).contains("FAIL", "20,712.00 USD");
    }

    @Test
    void keepsTheRecordedPace() {
        long start = System.nanoTime();
        assertThat(replay("--speed-up", "7200")).as(err::toString).isZero();
        // 199 minutes between the first and the last pickup, and nine to its end
        assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThan(208 * 60 * 1000 / 7200);
    }

    @ParameterizedTest
    @CsvSource({"--concurrency,0", "--concurrency,65", "--speed-up,-1", "--url,localhost:8080", "--url,ftp://a",
            "--give-up-after,0", "--client-id,replay", "--trips,/nowhere.csv", "--zones,/nowhere.csv", "--nonsense,1",
            "--report,/nowhere/report.txt", "--report,/"})
    void refusesBadOptions(String option, String value) {
        assertThat(replay(option, value)).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("Exception", "at dev.hailstone");
        assertThat(server.requests.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "ftp://x", "htp://x", "http:/x"})
    void refusesATokenUrlThatIsNoneOfHttp(String url) {
        assertThat(replay("--token-url", url, "--client-id", "replay", "--client-secret", "secret")).isEqualTo(2);
        assertThat(err.toString()).contains("--token-url must be like", url)
                .doesNotContain("Exception", "at dev.hailstone");
    }

    @Test
    void saysWhyAReportCannotBeWritten() {
        assertThat(replay("--report", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--report must be a file, " + directory);
        assertThat(replay("--report", trips.resolve("report.txt").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--report must be in a directory, there is no " + trips);
        assertThat(server.requests.get()).isZero();
    }

    @Test
    void passesAlsoIfTheReportIsLost() {
        String name = "longer-than-any-file-system-allows-".repeat(20);
        assertThat(replay("--report", directory.resolve(name).toString())).as(err::toString).isZero();
        assertThat(out.toString()).contains("PASS");
        assertThat(err.toString()).contains("The report could not be written to").doesNotContain("at dev.hailstone");
    }

    private int replay(String... options) {
        CommandLine simulator = Simulator.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setOverwrittenOptionsAllowed(true);
        String[] common = {"replay", "--trips", trips.toString(), "--zones", Fixtures.file("zones.csv").toString(),
                "--url", server.url().toString(), "--settle-within", "5"};
        return simulator.execute(Stream.of(common, options).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private Money total() {
        return server.charges.values().stream().reduce(Money.of("0", "USD"), Money::plus);
    }
}
