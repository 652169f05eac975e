package dev.hailstone.infra.simulator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import dev.hailstone.infra.simulator.HailstoneApi.TripState;
import dev.hailstone.kernel.GeoPoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
@ExtendWith(OutputCaptureExtension.class)
class CityTests {

    private final FakeHailstone server = new FakeHailstone().start();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ridesAndPays() {
        assertThat(city("--hours", "1", "--speed-up", "900", "--cancelling", "0.3")).as(this::output).isZero();
        assertThat(out.toString()).contains("PASS", "its seed is 42");
        assertThat(server.charges).isNotEmpty();
        assertThat(server.trips.values()).extracting(HailstoneApi.Trip::state)
                .containsOnly(TripState.COMPLETED, TripState.CANCELLED);
        assertThat(server.balances.values()).allMatch(balance -> !balance.isNegative());
        assertThat(server.signOffs.get()).isEqualTo(40);
    }

    @Test
    void askedDriversAcceptOrRefuseOrSayNothing() {
        assertThat(city("--hours", "1", "--speed-up", "900", "--unwilling", "0.5")).as(this::output).isZero();

        assertThat(server.asked).hasSize(40);
        assertThat(server.answers.values()).contains("ACCEPTED", "REFUSED");
        assertThat(server.answers).hasSizeLessThan(40);
    }

    @Test
    void outlivesTheDeathOfItsServer() {
        server.completionsUntilDeath.set(10);
        server.losingEvery.set(9);
        CompletableFuture<Integer> city = CompletableFuture
                .supplyAsync(() -> city("--hours", "1", "--speed-up", "900"));
        await().until(() -> !server.isRunning());
        server.start();
        assertThat(city.join()).as(this::output).isZero();
        assertThat(server.charges).hasSizeGreaterThan(10);
    }

    @Test
    void outlivesAnIssuerThatRefusesForAWhile() {
        server.lifetimeSeconds.set(0);
        CompletableFuture<Integer> city = CompletableFuture
                .supplyAsync(() -> city("--hours", "1", "--speed-up", "900"));
        await().until(() -> !server.charges.isEmpty());
        server.noDemo.set(true);
        await().until(() -> server.denied.get() > 0);
        server.noDemo.set(false);
        assertThat(city.join()).as(this::output).isZero();
    }

    @Test
    void givesUpWhenItsServerStaysAway() {
        server.completionsUntilDeath.set(10);
        assertThat(city("--hours", "1000", "--speed-up", "900", "--give-up-after", "1")).isEqualTo(1);
        assertThat(server.isRunning()).isFalse();
        assertThat(err.toString()).contains("the server has not answered for 1 s").doesNotContain("at dev.hailstone");
    }

    @Test
    void failsWhenTheLedgerKnowsOtherFares() {
        server.miscounting.set(true);
        assertThat(city("--hours", "0.5", "--speed-up", "900")).isEqualTo(1);
        assertThat(out.toString()).contains("FAIL");
    }

    @ParameterizedTest
    @CsvSource({"--hours,0", "--speed-up,0", "--drivers,0", "--trips-per-hour,-1", "--cancelling,2", "--unwilling,2",
            "--url,nowhere"})
    void refusesBadOptions(String option, String value) {
        assertThat(city(option, value)).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("Exception", "at dev.hailstone");
    }

    @Test
    void livesInADemo() {
        whileADemoLives(() -> {});
    }

    @Test
    void livesOnInADemoThatWasAwayOrRefusedTokens() {
        server.lifetimeSeconds.set(0);
        whileADemoLives(() -> {
            server.noDemo.set(true);
            await().until(() -> server.denied.get() > 10);
            server.kill();
            int charges = server.charges.size();
            server.noDemo.set(false);
            server.start();
            await().until(() -> server.charges.size() > charges);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    localhost:9000/oauth2/token | must be like http://localhost:9000/oauth2/token, was 'localhost:9000/oauth2/token'
                    http://a b/token            | is no URL: Illegal character in authority at index 8: http://a b/token
                    """)
    void aDemoSaysWhichAddressOfAnIssuerIsWrong(String url, String reason, CapturedOutput output) {
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DemoCityAutoConfiguration.class))
                .withPropertyValues("spring.profiles.active=demo", "local.server.port=" + server.url().getPort(),
                        "hailstone.simulator.client.token-url=" + url)
                .run(context -> {
                    context.publishEvent(ready(context));
                    await().until(
                            () -> output.getAll().contains("hailstone.simulator.client.token-url " + reason));
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''        | ''     | http://localhost:8081
            0.0.0.0   | ''     | http://localhost:8081
            192.0.2.7 | /rides | http://192.0.2.7:8081/rides
            ::1       | ''     | http://[0:0:0:0:0:0:0:1]:8081
            """)
    void aDemoFindsItselfWhereverItListens(String address, String contextPath, String url) {
        new ApplicationContextRunner()
                .withPropertyValues("server.address=" + address, "server.servlet.context-path=" + contextPath)
                .run(context -> assertThat(DemoCity.ownUrl(context.getEnvironment(), "8081")).hasToString(url));
    }

    private void whileADemoLives(Runnable event) {
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DemoCityAutoConfiguration.class))
                .withPropertyValues("spring.profiles.active=demo", "local.server.port=" + server.url().getPort(),
                        "hailstone.simulator.city.speed-up=600")
                .run(context -> {
                    context.publishEvent(ready(context));
                    await().until(() -> !server.charges.isEmpty());
                    event.run();
                });
    }

    private static ApplicationReadyEvent ready(ConfigurableApplicationContext context) {
        return new ApplicationReadyEvent(new SpringApplication(DemoCity.class), new String[0], context, Duration.ZERO);
    }

    @Test
    void livesNowhereElse() {
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DemoCityAutoConfiguration.class))
                .run(context -> assertThat(context).doesNotHaveBean(DemoCity.class));
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DemoCityAutoConfiguration.class))
                .withPropertyValues("spring.profiles.active=demo", "hailstone.simulator.city.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(DemoCity.class));
    }

    @Test
    void driversFollowTheStreets() {
        GeoPoint home = new GeoPoint(40.70, -74.00);
        CityDriver driver = new CityDriver("d", home);
        GeoPoint goal = new GeoPoint(40.71, -73.99);
        CompletableFuture<Void> arrival = driver.driveTo(goal);
        SplittableRandom random = new SplittableRandom(1);
        driver.advance(60, random);
        assertThat(driver.position().latitude()).as("first along the street").isEqualTo(40.70);
        assertThat(home.distanceTo(driver.position())).isCloseTo(480, within(1.0));
        assertThat(arrival).isNotDone();
        driver.advance(600, random);
        assertThat(arrival).isDone();
        assertThat(driver.position()).isEqualTo(goal);
        driver.advance(60, random);
        assertThat(driver.position()).as("waits for its rider").isEqualTo(goal);
        driver.release(arrival);
        driver.advance(1, random);
        driver.advance(60, random);
        assertThat(driver.position()).as("cruises").isNotEqualTo(goal);
    }

    @Test
    void driversKeepNobodyWaitingInVain() {
        CityDriver driver = new CityDriver("d", new GeoPoint(40.70, -74.00));
        CompletableFuture<Void> old = driver.driveTo(new GeoPoint(40.71, -74.00));
        var _ = driver.driveTo(new GeoPoint(40.72, -74.00));
        assertThat(old).isDone();
    }

    @Test
    void driversKeepWhatTheyArePromisedToMeanwhile() {
        CityDriver driver = new CityDriver("d", new GeoPoint(40.70, -74.00));
        CompletableFuture<Void> old = driver.driveTo(new GeoPoint(40.70, -74.00));
        CompletableFuture<Void> next = driver.driveTo(new GeoPoint(40.71, -74.00));
        driver.release(old);
        driver.advance(3600, new SplittableRandom(1));
        assertThat(next).isDone();
    }

    @Test
    void demandFollowsTheDay() {
        double mean = LongStream.range(0, 1440)
                .mapToDouble(minute -> DayRhythm.demandAt(minute * 60))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(1, within(0.01));
        assertThat(DayRhythm.demandAt(18 * 3600)).isGreaterThan(5 * DayRhythm.demandAt(3 * 3600));
        assertThat(DayRhythm.demandAt(86_400 + 3600)).isEqualTo(DayRhythm.demandAt(3600));
    }

    @Test
    void placesLieWithinTheCity() {
        SplittableRandom random = new SplittableRandom(7);
        List<GeoPoint> places = new ArrayList<>();
        Stream.generate(() -> StreetGrid.anywhere(random)).limit(1000).forEach(places::add);
        Stream.generate(() -> StreetGrid.popular(random)).limit(1000).forEach(places::add);
        assertThat(places).allMatch(place -> place.latitude() >= 40.70 && place.latitude() <= 40.78)
                .allMatch(place -> place.longitude() >= -74.02 && place.longitude() <= -73.94);
    }

    private int city(String... options) {
        String[] common = {"city", "--url", server.url().toString(), "--give-up-after", "60"};
        return Simulator.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setOverwrittenOptionsAllowed(true)
                .execute(Stream.of(common, options).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private String output() {
        return out + "\n" + err;
    }
}
