package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// T2 and T3 where processes die, freeze and compete: real JVMs, really killed.
class ProcessDeathIT {

    private static TestDatabase withBacklog;

    private TestDatabase database = TestDatabase.fresh();
    private JdbcTemplate sql = database.asOwner();
    private boolean byRabbitMq;
    private int extra;

    @BeforeAll
    static void makeABacklog() throws Exception {
        withBacklog = TestDatabase.fresh();
        try (ChildProcess producer = ChildProcess.start(withBacklog, "meter").untilReady()) {
            for (String command : List.of("take a 3 none", "take old-poison 1 poison", "take b 2 none",
                    "take old-poison 2 none")) {
                producer.say(command);
                producer.until("TAKEN");
            }
            producer.stop();
        }
    }

    /// Every crash point is killed at, in a process that finds a backlog with a poisoned event in it, then has live
    /// traffic with another, and whose poisoned keys are mended once they are parked. A point that is not reached fails.
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"RELAYING", "CONFIRMED", "ACKNOWLEDGING"})
    void nothingIsLostOrDoubledWhenKilledAt(CrashPoint point) throws Exception {
        dieAndLiveOn(point);
    }

    /// The same, where everything travels by RabbitMQ. Where a process is killed between two worlds that do not know of each
    /// other's commits, [FailureIT] does it, under load.
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"READ", "CONFIRMED", "ACKNOWLEDGING"})
    void nothingIsLostOrDoubledOverRabbitMqWhenKilledAt(CrashPoint point) throws Exception {
        byRabbitMq = true;
        dieAndLiveOn(point);
    }

    private void dieAndLiveOn(CrashPoint point) throws Exception {
        database = withBacklog.copy();
        sql = database.asOwner();
        try (ChildProcess victim = everything("at=" + point).untilReady()) {
            for (String command : List.of("take a 3 none", "take new-poison 2 poison", "take c 1 none")) {
                victim.say(command);
            }
            victim.until("REACHED", () -> {
                mendWhatIsParked();
                // What was there before anybody listened is done one by one. Not so what is new.
                take(victim, ++extra);
            });
        }
        try (ChildProcess _ = everything().untilReady()) {
            eventuallyEverythingIsHeard();
        }
    }

    private static void take(ChildProcess process, int number) {
        try {
            process.say("take more-%d 1 %s".formatted(number, number % 4 == 0 ? "poison" : "none"));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void anEventThatKillsTheProcessIsParkedInTheEnd() throws Exception {
        try (ChildProcess producer = ChildProcess.start(database, "meter").untilReady()) {
            for (String command : List.of("take before 2 none", "take killer 1 lethal", "take after 2 none",
                    "take killer 1 none")) {
                producer.say(command);
                producer.until("TAKEN");
            }
        }
        for (int death = 1; death <= 3; death++) {
            try (ChildProcess victim = everything()) {
                assertThat(victim.waitForEnd()).isEqualTo(66);
            }
        }
        try (ChildProcess survivor = everything().untilReady()) {
            eventually().untilAsserted(() -> assertThat(History.billed(sql).numbers())
                    .containsEntry("before", List.of(1L, 2L))
                    .containsEntry("after", List.of(1L, 2L)));
            eventually().until(() -> count("select count(*) from billing.event_parked where key = 'killer'") == 2);
            assertThat(sql.queryForMap("""
                    select failure, next_attempt_at from billing.event_parked where failure is not null"""))
                    .hasEntrySatisfying("failure", failure -> assertThat(failure.toString()).contains("3 processes"))
                    .containsEntry("next_attempt_at", null);

            // While it runs, too.
            survivor.say("take live 1 lethal");
            assertThat(survivor.waitForEnd()).isEqualTo(66);
        }
    }

    @Test
    void anEventThatKillsTheProcessesWhichTryItFromParkingWaitsForAnOperatorInTheEnd() throws Exception {
        try (ChildProcess producer = ChildProcess.start(database, "meter").untilReady()) {
            for (String command : List.of("take killer 1 poison", "take killer 1 lethal", "take other 1 none")) {
                producer.say(command);
                producer.until("TAKEN");
            }
        }
        try (ChildProcess victim = everything()) {
            eventually().until(() -> isThere("billing.event_parked")
                    && count("select count(*) from billing.event_parked where key = 'killer'") == 2);
            sql.update("delete from billing.event_parked where key = 'killer' and position = 1");
            assertThat(victim.waitForEnd()).isEqualTo(66);
        }
        for (int death = 2; death <= 3; death++) {
            try (ChildProcess victim = everything()) {
                assertThat(victim.waitForEnd()).isEqualTo(66);
            }
        }
        try (ChildProcess survivor = everything().untilReady()) {
            survivor.say("take other 1 none");
            survivor.until("TAKEN");
            eventually().untilAsserted(
                    () -> assertThat(History.billed(sql).numbers()).containsEntry("other", List.of(1L, 2L)));
            assertThat(sql.queryForMap("select attempts, next_attempt_at from billing.event_parked"))
                    .containsEntry("attempts", 3)
                    .containsEntry("next_attempt_at", null);
        }
    }

    private boolean isThere(String table) {
        return Boolean.TRUE
                .equals(sql.queryForObject("select to_regclass(?) is not null", Boolean.class, table));
    }

    @Test
    void twoReplicasShareTheWorkAndOneMayDie() throws Exception {
        long seed = Long.getLong("hailstone.seed", System.nanoTime());
        System.out.printf("seed %d (repeat with -Dhailstone.seed=%d)%n", seed, seed);
        Random random = new Random(seed);
        try (ChildProcess survivor = everything("hailstone.events.batch-size=10").untilReady()) {
            try (ChildProcess victim = everything("hailstone.events.batch-size=10").untilReady()) {
                survivor.say("work %d 2 150 10".formatted(seed));
                // With meters of its own beside those of the survivor.
                victim.say("work %d 2 150 20".formatted(seed + 100));
                int enough = 50 + random.nextInt(200);
                eventually().until(() -> History.billed(sql).size() > enough
                        && History.billed(sql).numbers().size() > 10);
            }
            survivor.until("WORKED");
            eventuallyEverythingIsHeard();
        }
        assertThat(History.taken(sql).size()).isGreaterThan(400);
        assertThat(History.taken(sql).numbers()).hasSizeGreaterThan(10);
    }

    /// The zombie is frozen when its listeners have run, loses its locks to the server's time-out, and wakes up when another
    /// process has long done its work.
    @Test
    void aZombieAppliesNothingTwice() throws Exception {
        String timeout = "hailstone.events.idle-in-transaction-timeout=1s";
        try (ChildProcess zombie = everything("at=" + CrashPoint.LISTENERS_DONE, timeout).untilReady()) {
            zombie.say("take a 5 none");
            zombie.until("REACHED");
            zombie.signal("STOP");
            try (ChildProcess other = everything(timeout).untilReady()) {
                other.say("take b 3 none");
                other.until("TAKEN");
                eventuallyEverythingIsHeard();

                zombie.signal("CONT");
                zombie.say("go on");
                zombie.say("take a 2 none");
                zombie.until("TAKEN");
                eventuallyEverythingIsHeard();
            }
            zombie.say("take a 2 none");
            zombie.until("TAKEN");
            eventuallyEverythingIsHeard();
        }
    }

    /// Nobody polls within the time of this test, so what arrives has been rung for.
    @Test
    void anotherProcessIsWokenByTheDoorbell() throws Exception {
        String noPolling = "hailstone.events.poll-interval=1h";
        try (ChildProcess producer = ChildProcess.start(database, "meter", noPolling).untilReady();
                ChildProcess _ = ChildProcess.start(database, "billing", "alarm", noPolling).untilReady()) {
            for (int i = 1; i <= 3; i++) {
                producer.say("take a 2 none");
                producer.until("TAKEN");
                eventuallyEverythingIsHeard();
            }
        }
        assertThat(History.alarmed(sql, "billed").size()).isEqualTo(6);
    }

    private ChildProcess everything(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("meter", "billing", "alarm",
                "hailstone.events.retry.initial=100ms", "hailstone.events.retry.max=200ms",
                "hailstone.events.retry.attempts=1000", "hailstone.events.max-attempts=3"));
        arguments.addAll(List.of(more));
        if (byRabbitMq) {
            arguments.add("hailstone.events.transport=rabbitmq");
            arguments.addAll(TestBroker.settings(database));
        }
        return ChildProcess.start(database, arguments.toArray(String[]::new));
    }

    private void mendWhatIsParked() {
        sql.update("insert into billing.mended select distinct key from billing.event_parked on conflict do nothing");
    }

    private void eventuallyEverythingIsHeard() {
        eventually().untilAsserted(() -> {
            mendWhatIsParked();
            assertThat(faults()).isEmpty();
        });
        assertThat(count("select count(*) from billing.event_parked")).isZero();
    }

    private List<String> faults() {
        History taken = History.taken(sql);
        List<String> faults = new ArrayList<>(taken.faultsOf(History.billed(sql)));
        faults.addAll(taken.faultsOf(History.alarmed(sql, "taken")));
        faults.addAll(taken.faultsOf(History.alarmed(sql, "billed")));
        return faults;
    }

    private long count(String query) {
        return Objects.requireNonNull(sql.queryForObject(query, Long.class));
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50));
    }
}
