package dev.hailstone.infra.messaging;

import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.fixtures.alarm.internal.AlarmModule;
import dev.hailstone.fixtures.billing.ReadingBilled;
import dev.hailstone.fixtures.billing.internal.BillingModule;
import dev.hailstone.fixtures.meter.MeterInstalled;
import dev.hailstone.fixtures.meter.MeterRenamed;
import dev.hailstone.fixtures.meter.ReadingTaken;
import dev.hailstone.fixtures.meter.internal.MeterModule;
import dev.hailstone.fixtures.meter.internal.TakingReadings;
import dev.hailstone.fixtures.meter.internal.TakingReadings.ChangedMind;
import dev.hailstone.infra.messaging.SubscriptionStatus.Stopped;
import dev.hailstone.infra.persistence.ModuleTransactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/// What every transport promises, by the numbers of the promises in the transport's description.
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class TransportContract {

    static final List<Class<?>> ALL = List.of(MeterModule.class, BillingModule.class, AlarmModule.class);

    private static final String FAST_RETRIES = "hailstone.events.retry.initial=50ms";

    private final TestDatabase sharedDatabase = TestDatabase.fresh();
    private @Nullable ConfigurableApplicationContext shared;
    private final List<ConfigurableApplicationContext> applications = new ArrayList<>();
    private TestDatabase database = TestDatabase.fresh();
    JdbcTemplate sql = database.asOwner();

    /// The value of `hailstone.events.transport`.
    abstract String transport();

    /// More properties that the transport needs in a process on this database.
    List<String> settings(TestDatabase ofProcess) {
        return List.of();
    }

    @BeforeEach
    void takeADatabase() {
        use(TestDatabase.fresh());
    }

    @AfterEach
    void stop() {
        applications.forEach(ConfigurableApplicationContext::close);
        applications.clear();
    }

    @AfterAll
    void stopShared() {
        if (shared != null) {
            shared.close();
        }
    }

    /// A process of its own for a test, on a database of its own.
    ConfigurableApplicationContext start(List<Class<?>> modules, String... properties) {
        ConfigurableApplicationContext application = run(modules, properties);
        applications.add(application);
        return application;
    }

    /// A process that tests share; each uses other keys and leaves nothing behind that would bother another.
    ConfigurableApplicationContext shared() {
        use(sharedDatabase);
        ConfigurableApplicationContext known = shared;
        if (known == null) {
            known = run(ALL);
            shared = known;
        }
        return known;
    }

    /// Ends one of the test's processes early.
    void stop(ConfigurableApplicationContext application) {
        applications.remove(application);
        application.close();
    }

    /// The test's processes that run, the oldest first.
    List<ConfigurableApplicationContext> applications() {
        return applications;
    }

    TestDatabase database() {
        return database;
    }

    private void use(TestDatabase chosen) {
        database = chosen;
        sql = chosen.asOwner();
    }

    private ConfigurableApplicationContext run(List<Class<?>> modules, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("hailstone.events.transport=" + transport());
        all.addAll(0, settings(database));
        all.add("hailstone.events.recheck-interval=200ms");
        return FixtureApplication.start(database, modules, all.toArray(String[]::new));
    }

    static ConditionFactory eventually() {
        return Awaitility.await().pollInterval(Duration.ofMillis(20));
    }

    void eventuallyEverythingIsHeard() {
        eventually().untilAsserted(() -> assertThat(faults()).isEmpty());
    }

    /// Of all consumers together.
    List<String> faults() {
        History taken = History.taken(sql);
        List<String> faults = new ArrayList<>(taken.faultsOf(History.billed(sql)));
        faults.addAll(taken.faultsOf(History.alarmed(sql, "taken")));
        faults.addAll(taken.faultsOf(History.alarmed(sql, "billed")));
        return faults;
    }

    private static TransactionTemplate transactions(ConfigurableApplicationContext application, String module) {
        return application.getBean(ModuleTransactions.class).of(module);
    }

    private static TakingReadings readings(ConfigurableApplicationContext application) {
        return application.getBean(TakingReadings.class);
    }

    long count(String query) {
        return Objects.requireNonNull(sql.queryForObject(query, Long.class));
    }

    @Test
    void t1AnEventOfARolledBackTransactionIsNeverSeen() {
        var application = shared();
        assertThatExceptionOfType(ChangedMind.class)
                .isThrownBy(() -> readings(application).takeAndFail("rolled back", 3));
        readings(application).take("rolled back", 2);

        eventuallyEverythingIsHeard();
        assertThat(History.billed(sql).numbers()).containsEntry("rolled back", List.of(1L, 2L));
    }

    @Test
    void t1AnEventOfARolledBackSavepointIsNeverSeen() {
        var application = shared();
        transactions(application, "meter").executeWithoutResult(_ -> {
            rolledBack(application, () -> readings(application).take("given up", 1));
            readings(application).take("kept", 1);
            rolledBack(application, () -> readings(application).take("given up", 2));
            readings(application).take("kept", 1);
        });

        eventuallyEverythingIsHeard();
        assertThat(History.billed(sql).numbers()).containsEntry("kept", List.of(1L, 2L)).doesNotContainKey("given up");
    }

    /// As a nested transaction does it. Spring's support for JPA has none, so this is what a user of savepoints would
    /// have to write.
    private static void rolledBack(ConfigurableApplicationContext application, Runnable work) {
        application.getBean(JdbcTemplate.class).execute((ConnectionCallback<@Nullable Void>) connection -> {
            Savepoint savepoint = connection.setSavepoint();
            TransactionSynchronizationManager.getSynchronizations().forEach(each -> each.savepoint(savepoint));
            work.run();
            TransactionSynchronizationManager.getSynchronizations().forEach(each -> each.savepointRollback(savepoint));
            connection.rollback(savepoint);
            return null;
        });
    }

    /// Where one transport carries the events. Two that carry the same ones have an interval each.
    void hearsManyEventsAtATime() {
        Duration interval = Duration.ofSeconds(1);
        var application = start(ALL, "hailstone.events.subscriptions.alarm.meter.delivery-interval=" + interval);
        // Whoever has just begun hears events one by one for a while.
        eventually().until(() -> {
            readings(application).take("first", 2);
            eventuallyEverythingIsHeard();
            return count(
                    """
                            select count(distinct xmin::text)
                            from (select xmin from alarm.heard where type = 'taken' and key = 'first' order by id desc limit 2) as last
                            """) == 1;
        });
        Instant begin = Instant.now();
        for (int i = 1; i <= 20; i++) {
            readings(application).take("leisurely", 1);
            long taken = i;
            // Each is carried on its own.
            eventually().until(() -> count("select count(*) from billing.heard where key = 'leisurely'") == taken);
        }

        eventuallyEverythingIsHeard();
        long intervals = Duration.between(begin, Instant.now()).dividedBy(interval);
        assertThat(count("""
                select count(distinct xmin::text) from alarm.heard where type = 'taken' and key = 'leisurely'
                """)).isLessThanOrEqualTo(intervals + 1).isLessThan(20);
    }

    @Test
    void t1AnEventPublishedWhileOthersPrepareTheCommitIsSeen() {
        var application = start(ALL);
        transactions(application, "meter").executeWithoutResult(
                _ -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

                    @Override
                    public void beforeCommit(boolean readOnly) {
                        readings(application).take("late", 1);
                    }
                }));

        eventuallyEverythingIsHeard();
        assertThat(History.billed(sql).numbers()).containsEntry("late", List.of(1L));
    }

    @Test
    void refusesToPublishWhatWouldNotBeSafe() {
        var application = shared();
        ReadingTaken event = new ReadingTaken("unsafe", 1, "");
        TransactionTemplate meter = transactions(application, "meter");

        assertThatIllegalStateException().isThrownBy(() -> application.publishEvent(event))
                .withMessageContaining("outside a transaction");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> meter.executeWithoutResult(_ -> application.publishEvent(new ReadingBilled("unsafe", 1))))
                .withMessageContaining("only its own module may publish it");
        TransactionTemplate readOnly = transactions(application, "meter");
        readOnly.setReadOnly(true);
        assertThatIllegalStateException()
                .isThrownBy(() -> readOnly.executeWithoutResult(_ -> application.publishEvent(event)))
                .withMessageContaining("read-only");
        assertThatIllegalStateException().isThrownBy(() -> meter.executeWithoutResult(
                _ -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

                    @Override
                    public void afterCommit() {
                        application.publishEvent(event);
                    }
                }))).withMessageContaining("after its transaction's events were written");
        assertThat(count("select count(*) from meter.event_outbox where key = 'unsafe'")).isZero();
        assertThat(count("select count(*) from meter.event_journal where key = 'unsafe'")).isZero();
    }

    @Test
    void t2AndT3HoldUnderConcurrentWritersInTwoReplicas() throws Exception {
        var one = start(ALL, "hailstone.events.batch-size=20");
        var other = start(ALL, "hailstone.events.batch-size=20");
        Workload workload = Workload.seeded(4, 60, 12);

        // With meters of its own beside those of the first.
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                new Workload(workload.seed() + 1000, 4, 60, 24).run(readings(other));
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
        workload.run(readings(one));
        second.join();

        // About 540 of each.
        assertThat(History.taken(sql).size()).isGreaterThan(900);
        assertThat(History.taken(sql).numbers()).hasSize(24);
        eventuallyEverythingIsHeard();
    }

    @Test
    void t2ARedeliveryIsDropped() {
        var application = shared();
        readings(application).take("again", 5);
        eventuallyEverythingIsHeard();
        Journal journal = new Journal("meter", application.getBean(ModuleSessions.class));
        Dispatcher dispatcher = application.getBean(Dispatcher.class);
        Subscription subscription = new Subscription("billing", "meter");
        int lane = Lane.of("again");
        List<EventEnvelope> events = journal.read(List.of(new Cursor(lane, 0, null, 0)), 100).getFirst().events();
        LaneBatch batch = new LaneBatch(lane, events);

        for (Pace pace : Pace.values()) {
            Delivery delivery = dispatcher.deliver(subscription, Transport.LOCAL, List.of(batch), pace, () -> true);
            assertThat(delivery.applied()).isZero();
            assertThat(delivery.duplicates()).isEqualTo(events.size()).isGreaterThanOrEqualTo(5);
        }
        assertThat(faults()).isEmpty();
    }

    @Test
    void t2ADeliveryBeyondTheNextPositionIsRefused() {
        var application = shared();
        Dispatcher dispatcher = application.getBean(Dispatcher.class);
        EventEnvelope early = new EventEnvelope(Lane.of("early"), 1_000_000, UUID.randomUUID(), "early",
                "meter.reading-taken", 1, Instant.EPOCH, "{}", """
                        {"meter": "early", "number": 2, "remark": ""}""");

        Delivery delivery = dispatcher.deliver(new Subscription("billing", "meter"), Transport.LOCAL,
                List.of(new LaneBatch(early.lane(), List.of(early))), Pace.TOGETHER, () -> true);

        assertThat(delivery.gaps()).containsExactly(early.lane());
        assertThat(History.billed(sql).numbers()).doesNotContainKey("early");
    }

    @Test
    void t2AnEventThatHasKilledTooManyProcessesIsTriedOnceWhenAnOperatorSaysSo() {
        start(ALL).close();
        var producer = start(List.of(MeterModule.class));
        readings(producer).take("killer", 1, "poison");
        eventually().until(() -> count("select sum(position) from meter.event_lane") == 1);
        stop(producer);
        sql.update("update billing.event_cursor set attempts = 3 where lane = ?", Lane.of("killer"));
        var application = start(ALL);
        eventually().until(() -> parkedFailure("killer").contains("3 processes have begun"));

        assertThat(application.getBean(OperatingParkedEvents.class)
                .retry("billing", "meter", Lane.of("killer"), positionOf("killer", 1)))
                .isEqualTo(OperatingParkedEvents.Outcome.DONE);

        eventually().until(() -> parkedFailure("killer").contains("cannot bill"));
        assertThat(count("select count(*) from billing.event_parked where next_attempt_at is not null")).isZero();
    }

    private String parkedFailure(String key) {
        return String.join("", sql.queryForList("select failure from billing.event_parked where key = ?", String.class,
                key));
    }

    @Test
    void t4APoisonedKeyParksItselfAndNobodyElse(CapturedOutput output) {
        var application = start(ALL, FAST_RETRIES, "hailstone.events.retry.attempts=3");
        String neighbour = keyInLaneOf("sick");
        readings(application).take("sick", 1, "poison");
        readings(application).take(neighbour, 2);
        readings(application).take("sick", 2);

        eventually().untilAsserted(() -> assertThat(History.billed(sql).numbers()).containsEntry(neighbour,
                List.of(1L, 2L)));
        eventually().untilAsserted(() -> assertThat(count("""
                select count(*) from billing.event_parked where key = 'sick' and (position = 1) = (failure is not null)
                """)).isEqualTo(3));
        assertThat(History.billed(sql).numbers()).doesNotContainKey("sick");
        eventually().untilAsserted(() -> assertThat(History.alarmed(sql, "taken").numbers()).containsEntry("sick",
                List.of(1L, 2L, 3L)));

        eventually().untilAsserted(() -> assertThat(count("""
                select count(*) from billing.event_parked where attempts = 3 and next_attempt_at is null
                """)).isOne());
        // An attempt is counted before it is made; only the log says that the last one is over.
        eventually().until(() -> output.getAll().contains("failed again, and waits for an operator"));
        sql.update("insert into billing.mended values ('sick')");
        readings(application).take("sick", 1);
        var operator = application.getBean(OperatingParkedEvents.class);
        assertThat(operator.retry("billing", "meter", Lane.of("sick"), positionOf("sick", 2)))
                .isEqualTo(OperatingParkedEvents.Outcome.WAITS_BEHIND_ANOTHER);
        assertThat(operator.retry("billing", "meter", Lane.of("sick"), positionOf("sick", 1)))
                .isEqualTo(OperatingParkedEvents.Outcome.DONE);

        eventuallyEverythingIsHeard();
        assertThat(count("select count(*) from billing.event_parked")).isZero();
    }

    @Test
    void t4ARetrySucceedsByItselfWhenTheCauseIsGone() {
        var application = start(ALL, FAST_RETRIES);
        readings(application).take("sick", 3, "poison");
        eventually().until(() -> count("select count(*) from billing.event_parked") == 3);

        sql.update("insert into billing.mended values ('sick')");

        eventuallyEverythingIsHeard();
    }

    @Test
    void t4AClockThatWasSetBackDelaysNoRetry() {
        var application = start(ALL, "hailstone.events.retry.initial=1h", "hailstone.events.retry.max=1h");
        readings(application).take("sick", 1, "poison");
        eventually().until(() -> count("select count(*) from billing.event_parked") == 1);
        stop(application);
        sql.update("insert into billing.mended values ('sick')");
        // As an attempt is noted before the clock is set back.
        sql.update("update billing.event_parked set next_attempt_at = now() + interval '3 h'");

        start(ALL, "hailstone.events.retry.max=1h");

        eventuallyEverythingIsHeard();
    }

    @Test
    void t4AnOperatorGivesAnEventUpAndTheRestGoesOn() {
        var application = start(ALL, "hailstone.events.retry.attempts=1");
        readings(application).take("sick", 1, "poison");
        readings(application).take("sick", 2);
        eventually().until(() -> count("select count(*) from billing.event_parked") == 3);
        var operator = application.getBean(OperatingParkedEvents.class);

        assertThat(operator.discard("billing", "meter", Lane.of("sick"), positionOf("sick", 1), "was a test", "Ada"))
                .isEqualTo(OperatingParkedEvents.Outcome.DONE);

        eventually()
                .untilAsserted(() -> assertThat(History.billed(sql).numbers()).containsEntry("sick", List.of(2L, 3L)));
        assertThat(sql.queryForMap("select discarded_by, reason, key from billing.event_discarded"))
                .containsEntry("discarded_by", "Ada")
                .containsEntry("reason", "was a test")
                .containsEntry("key", "sick");
    }

    @Test
    void t4AFailedEventThatALaterVersionDoesNotHearIsKeptAsGivenUp() {
        var application = start(ALL, "hailstone.events.retry.attempts=1");
        readings(application).take("sick", 2, "poison");
        eventually().until(() -> count("select count(*) from billing.event_parked") == 2);
        stop(application);
        sql.update("insert into billing.mended values ('sick')");
        sql.update("""
                update billing.event_parked set type = 'meter.reading-of-old', next_attempt_at = now()
                where failure is not null""");

        start(ALL);

        eventually()
                .untilAsserted(() -> assertThat(History.billed(sql).numbers()).containsEntry("sick", List.of(2L)));
        assertThat(sql.queryForMap("select discarded_by, reason, failure from billing.event_discarded"))
                .containsEntry("discarded_by", "hailstone")
                .containsEntry("reason", "nobody in this version hears meter.reading-of-old")
                .hasEntrySatisfying("failure", failure -> assertThat(failure.toString()).contains("cannot bill sick"));
    }

    @Test
    void t4AnEventThatIsHeardAnewIsGivenUpOnceMore() {
        var application = start(ALL, "hailstone.events.retry.attempts=1");
        readings(application).take("sick", 1, "poison");
        giveUp(application, "first");

        transactions(application, "billing").executeWithoutResult(_ -> {
            application.getBean(HearingAnew.class).of("billing", "meter");
            sql.update("delete from billing.heard");
        });
        giveUp(application, "second");

        readings(application).take("sick", 1);
        eventually()
                .untilAsserted(() -> assertThat(History.billed(sql).numbers()).containsEntry("sick", List.of(2L)));
        assertThat(sql.queryForList("select reason from billing.event_discarded", String.class))
                .containsExactly("second");
    }

    private void giveUp(ConfigurableApplicationContext application, String reason) {
        eventually().until(() -> count("select count(*) from billing.event_parked") == 1);
        assertThat(application.getBean(OperatingParkedEvents.class)
                .discard("billing", "meter", Lane.of("sick"), positionOf("sick", 1), reason, "Ada"))
                .isEqualTo(OperatingParkedEvents.Outcome.DONE);
    }

    @Test
    void t4ACursorSetBackOverParkedEventsParksThemAnew() {
        var application = start(ALL, "hailstone.events.retry.attempts=1");
        readings(application).take("sick", 1, "poison");
        readings(application).take("sick", 1);
        eventually().until(() -> count("select count(*) from billing.event_parked") == 2);

        sql.update("update billing.event_cursor set position = 0, event_id = null where producer = 'meter'");
        readings(application).take("sick", 1);

        eventually().until(() -> count("select count(*) from billing.event_parked") == 3);
        readings(application).take("sound", 1);
        eventually()
                .untilAsserted(() -> assertThat(History.billed(sql).numbers()).containsEntry("sound", List.of(1L)));
    }

    @Test
    void t8ANewConsumerReachesTheStateOfOneThatWasThereFromTheStart() throws Exception {
        var before = start(List.of(MeterModule.class, BillingModule.class));
        Workload.seeded(2, 100, 10).run(readings(before));
        before.close();

        start(ALL);

        eventuallyEverythingIsHeard();
    }

    @Test
    void t9AnEventThatNobodyKnowsStopsNobody() {
        var application = shared();
        transactions(application, "meter")
                .executeWithoutResult(_ -> application.publishEvent(new MeterInstalled("unheard", "new")));
        readings(application).take("unheard", 2);

        eventuallyEverythingIsHeard();
        assertThat(count("select count(*) from alarm.event_parked where key = 'unheard'")).isZero();
    }

    @Test
    void t9AnUnknownVersionIsParkedAndStopsNobodyElse() {
        var application = shared();
        sql.update("""
                insert into meter.event_outbox (event_id, lane, key, type, version, occurred_at, headers, payload)
                values (gen_random_uuid(), ?, 'future', 'meter.reading-taken', 2, now(), '{}', '{"all": "new"}')
                """, Lane.of("future"));
        readings(application).take(keyInLaneOf("future"), 2);

        eventuallyEverythingIsHeard();
        assertThat(sql.queryForObject("select failure from billing.event_parked where key = 'future'", String.class))
                .contains("version 2")
                .contains("up to 1");
    }

    @Test
    void t9AnOldVersionIsLifted() {
        var application = shared();
        sql.update("""
                insert into meter.event_outbox (event_id, lane, key, type, version, occurred_at, headers, payload)
                values (gen_random_uuid(), ?, 'old', 'meter.meter-renamed', 1, now(), '{}',
                        '{"meter": "old", "name": "older", "since": "gone"}')
                """, Lane.of("old"));
        transactions(application, "meter")
                .executeWithoutResult(_ -> application.publishEvent(new MeterRenamed("new", "newer")));

        eventually().until(() -> count("""
                select count(*) from alarm.renamed where (meter, new_name) in (('old', 'older'), ('new', 'newer'))
                """) == 2);
    }

    @Test
    void t10RefusesAPayloadOverTheLimit() {
        var application = shared();
        TransactionTemplate meter = transactions(application, "meter");
        String fits = "x".repeat(EventJson.PAYLOAD_LIMIT - 100);

        meter.executeWithoutResult(_ -> application.publishEvent(new MeterInstalled("a", fits)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter
                        .executeWithoutResult(_ -> application.publishEvent(new MeterInstalled("a", fits + fits))))
                .withMessageContaining("meter.meter-installed of key a")
                .withMessageContaining("65536");
    }

    @Test
    void t11AMissingCursorStopsTheSubscriptionUntilItIsMended() {
        start(ALL).close();
        sql.update("delete from billing.event_cursor where lane = 3");
        var application = start(ALL);
        readings(application).take("a", 2);

        assertThat(eventuallyStopped(application, "billing")).contains("billing.event_cursor").contains("insert into");
        assertThat(History.billed(sql).size()).isZero();
        assertThat(application.getBean(EventTransportHealthIndicator.class).health().getStatus())
                .isEqualTo(new Status("DEGRADED"));

        sql.update("insert into billing.event_cursor (producer, lane, position) values ('meter', 3, 0)");
        eventuallyEverythingIsHeard();
        // By what comes first: with both transports at work the other one may need a moment more.
        eventually().untilAsserted(() -> assertThat(
                application.getBean(EventTransportHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void t11WhatIsParkedInALaneWithoutACursorIsNotTriedAndMayBeGivenUp() {
        var first = start(ALL, "hailstone.events.retry.attempts=1");
        readings(first).take("sick", 1, "poison");
        readings(first).take("weak", 1, "poison");
        eventually().until(() -> count("select count(*) from billing.event_parked") == 2);
        stop(first);
        assertThat(Lane.of("weak")).isNotEqualTo(Lane.of("sick"));
        sql.update("delete from billing.event_cursor where lane = ?", Lane.of("sick"));
        sql.update("insert into billing.mended values ('weak')");
        sql.update("""
                update billing.event_parked
                set next_attempt_at = now() - case key when 'sick' then interval '2 s' else interval '1 s' end""");

        var application = start(ALL);
        // It is tried after the other one.
        eventually().until(() -> count("select count(*) from billing.event_parked where key = 'weak'") == 0);

        assertThat(parkedFailure("sick")).contains("cannot bill sick");
        assertThat(count("select attempts from billing.event_parked")).isOne();
        assertThat(operate(application, "sick", "retry")).satisfies(answer -> {
            assertThat(answer.getStatus()).isEqualTo(409);
            assertThat(answer.getBody()).isInstanceOfSatisfying(Refusal.class,
                    refusal -> assertThat(refusal.detail()).contains("billing.event_cursor"));
        });
        assertThat(operate(application, "sick", "discard").getStatus()).isEqualTo(204);
        assertThat(count("select count(*) from billing.event_parked")).isZero();
        assertThat(count("select count(*) from billing.event_discarded where failure like '%cannot bill sick%'"))
                .isOne();
    }

    private WebEndpointResponse<?> operate(ConfigurableApplicationContext application, String key, String action) {
        return application.getBean(HailstoneEndpoint.class)
                .change("parked", "billing", "meter", Integer.toString(Lane.of(key)),
                        Long.toString(positionOf(key, 1)), action, "is over", "Ada");
    }

    @Test
    void t11AProducerRestoredToAnEarlierPointStopsItsConsumers() {
        var application = start(ALL);
        readings(application).take("a", 5);
        eventuallyEverythingIsHeard();
        application.close();
        sql.update("delete from meter.event_journal where lane = ? and position > 3", Lane.of("a"));
        sql.update("update meter.event_lane set position = 3 where lane = ?", Lane.of("a"));
        sql.update("delete from meter.taken where number > 3");
        sql.update("update meter.reading set last = 3");

        var restored = start(ALL);
        assertThat(eventuallyStopped(restored, "billing")).contains("restored alone");
        // The new history overtakes the position at which the old one had been heard.
        readings(restored).take("a", 10);
        eventually().until(() -> count("select sum(position) from meter.event_lane") == 13);

        assertThat(eventuallyStopped(restored, "alarm")).contains("restored alone");
        assertThat(History.billed(sql).size()).isEqualTo(5);
        eventually().untilAsserted(() -> assertThat(restored.getBean(MeterRegistry.class)
                .get("hailstone.events.lag")
                .tags("consumer", "billing", "producer", "meter")
                .gauge()
                .value()).isEqualTo(8));
    }

    @Test
    void t11APrunedPositionStopsTheSubscription() {
        var application = start(List.of(MeterModule.class));
        readings(application).take("a", 5);
        eventually().until(() -> count("select sum(position) from meter.event_lane") == 5);
        application.close();
        sql.update("delete from meter.event_journal where position < 3");

        assertThat(eventuallyStopped(start(ALL), "billing")).contains("position 1").contains("has been removed");
        assertThat(History.billed(sql).size()).isZero();
    }

    @Test
    void standsStillWhileAModulesSchemaIsGone() {
        var application = start(ALL);
        readings(application).take("a", 2);
        eventuallyEverythingIsHeard();
        sql.execute("alter schema billing rename to billing_moved");
        readings(application).take("a", 2);

        assertThat(eventuallyStopped(application, "billing")).contains("Schema billing is not, or no longer");
        assertThat(application.getBean(EventTransportHealthIndicator.class).health().getStatus())
                .isEqualTo(new Status("DEGRADED"));

        sql.execute("alter schema billing_moved rename to billing");
        eventuallyEverythingIsHeard();
    }

    String eventuallyStopped(ConfigurableApplicationContext application, String consumer) {
        EventTransport transport = application.getBean(EventTransport.class);
        List<String> reasons = new ArrayList<>();
        eventually().until(() -> {
            reasons.clear();
            transport.feeds()
                    .stream()
                    .filter(feed -> feed.subscription().equals(new Subscription(consumer, "meter")))
                    .forEach(feed -> {
                        if (feed.status() instanceof Stopped(String reason, _)) {
                            reasons.add(reason);
                        }
                    });
            return !reasons.isEmpty();
        });
        return reasons.getFirst();
    }

    private long positionOf(String key, int number) {
        return count("""
                select position from meter.event_journal where key = '%s' order by position limit 1 offset %d"""
                .formatted(key, number - 1));
    }

    /// Another key that shares the lane, and so the cursor, of this one.
    private static String keyInLaneOf(String key) {
        for (int i = 0;; i++) {
            String other = "neighbour-" + i;
            if (Lane.of(other) == Lane.of(key)) {
                return other;
            }
        }
    }
}
