package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.hailstone.infra.servers.FailureTable;
import dev.hailstone.infra.servers.RabbitNode;
import dev.hailstone.infra.servers.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/// What may go wrong around RabbitMQ, done under load to real processes and a real broker. `docs/failures.md` is what it finds.
///
/// One process takes readings, another bills them and is alarmed, both on one database and each with a way of its own to the
/// broker. They live through all faults but those that kill them. After each fault the load ends, everybody gets the time to
/// catch up, and what was heard is compared with what has happened.
@TestInstance(Lifecycle.PER_CLASS)
class FailureIT {

    /// How long the broker is away; a minute says no more than this, but for the length of the backlog.
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("hailstone.outage-seconds", 15));
    private static final Subscription BILLING = new Subscription("billing", "meter");
    private static final Subscription ALARM = new Subscription("alarm", "meter");
    private static final int METERS = 12;
    private static final int SWITCHES = 10;
    private static final int A_FEW = 100;
    /// Between two transactions of a thread: nothing to speak of.
    private static final Duration AT_FULL_RATE = Duration.of(1, ChronoUnit.MICROS);
    /// The same where it takes a while until all is well again, so that what has piled up meanwhile is not most of the time.
    private static final Duration STEADILY = Duration.ofMillis(5);

    private final FailureTable table = new FailureTable("FailureIT", List.of("lost", "doubled", "reordered", "made up"),
            List.of("happened", "heard", "caught up after"));
    private final long seed = Long.getLong("hailstone.seed", System.nanoTime());
    private final RabbitNode broker = RabbitNode.shared();
    private final TcpProxy producersWay = TcpProxy.to(broker.port());
    private final TcpProxy consumersWay = TcpProxy.to(broker.port());
    private final TestDatabase database = TestDatabase.fresh();
    private final Topology names = new Topology(TestBroker.prefix(database));
    private final JdbcTemplate sql = database.asOwner();
    private @Nullable ChildProcess producer;
    private @Nullable ChildProcess consumers;

    @BeforeAll
    void repeatable() {
        System.out.printf("seed %d (repeat with -Dhailstone.seed=%d)%n", seed, seed);
    }

    @AfterAll
    void showWhatWasFound() throws Exception {
        try {
            requireThatNothingCameLater();
        } finally {
            end();
            producersWay.close();
            consumersWay.close();
            System.out.printf("%n%s%n", table);
        }
        table.requireInDocument();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostDoubledOrReorderedWhen(Fault fault) throws Exception {
        Verdict verdict;
        try {
            prepare();
            inflict(fault);
            verdict = judge(fault);
        } catch (Exception | AssertionError failure) {
            // Whatever they do now, the next ones are others.
            end();
            throw failure;
        }
        assertThat(verdict.faults().stream().limit(20)).as("of %d", verdict.faults().size()).isEmpty();
    }

    /// What comes late is found by the fault that follows, but for the last one. What is on its way is before one more reading
    /// of each meter.
    private void requireThatNothingCameLater() throws Exception {
        if (producer == null || consumers == null) {
            // The last fault has failed, and has said so.
            return;
        }
        for (int meter = 0; meter < METERS; meter++) {
            producer().say("take meter-%d 1 none".formatted(meter));
            producer().until("TAKEN");
        }
        awaitEverythingHeard();
        assertThat(faults(History.taken(sql), heard()).stream().limit(20)).as("after the last fault").isEmpty();
    }

    private void inflict(Fault fault) throws Exception {
        switch (fault) {
            case BROKER_KILLED -> killTheBroker();
            case BROKER_STOPPED -> stopTheBroker();
            case BROKER_EMPTIED -> emptyTheBroker();
            case BROKER_FULL -> fillTheBroker();
            case CONNECTION_CUT -> cutConnections();
            case CONNECTION_HALF_OPEN -> silenceConnections();
            case QUEUE_PURGED -> purgeAQueue();
            case LAST_MESSAGES_PURGED -> purgeTheLastMessages();
            case QUEUE_DELETED -> deleteAQueue();
            case QUEUES_LIMITED -> limitQueues();
            case EXCHANGE_DELETED -> deleteExchanges();
            case UNROUTABLE -> unbindQueues();
            case RIGHTS_WITHDRAWN -> withdrawRights();
            case MESSAGES_REPEATED -> repeatMessages();
            case DATABASE_CUT -> cutDatabaseConnections();
            case CONSUMER_KILLED -> killTheConsumer();
            case RELAY_KILLED -> killTheRelay();
            case REPLICA_FROZEN -> freezeAReplica();
            case SWITCHED -> switchToAndFro();
        }
    }

    /// Until the way back is cut off, no batch can be confirmed; one is then on its way, or half of it.
    private void killTheBroker() throws Exception {
        load(producer(), 1, STEADILY);
        producersWay.freeze();
        awaitMoreTaken(A_FEW);
        broker.kill();
        try {
            producersWay.cut();
            producersWay.forward();
        } finally {
            broker.restart();
        }
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    private void stopTheBroker() throws Exception {
        load(producer(), 1, STEADILY);
        broker.stop();
        try {
            Instant stopped = Instant.now();
            eventually().atMost(OUTAGE.plusSeconds(60))
                    .until(() -> count("""
                            select count(*) from (
                                select from meter.event_journal where occurred_at > '%s'
                                    and occurred_at < now() - interval '%d seconds' limit 1)
                            """.formatted(stopped, OUTAGE.toSeconds())) == 1);
        } finally {
            broker.restart();
        }
        enough(producer());
    }

    /// Nobody is told that it is another one now.
    private void emptyTheBroker() throws Exception {
        load(producer(), 1, STEADILY);
        broker.kill();
        broker.forget();
        broker.restart();
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    /// A broker that is short of memory reads nothing more from who publishes.
    private void fillTheBroker() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        broker.control("set_vm_memory_high_watermark", "absolute", "1");
        try {
            awaitMoreTaken(10 * A_FEW);
        } finally {
            broker.control("set_vm_memory_high_watermark", "0.4");
        }
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    private void cutConnections() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        for (int cut = 0; cut < 5; cut++) {
            producersWay.cut();
            consumersWay.cut();
            awaitMoreHeard(A_FEW);
        }
        enough(producer());
    }

    private void silenceConnections() throws Exception {
        load(producer(), 2, STEADILY);
        long attemptsOfProducer = producersWay.attempts();
        long attemptsOfConsumers = consumersWay.attempts();
        producersWay.freeze();
        consumersWay.freeze();
        eventually().until(() -> producersWay.attempts() > attemptsOfProducer
                && consumersWay.attempts() > attemptsOfConsumers);
        producersWay.cut();
        consumersWay.cut();
        producersWay.forward();
        consumersWay.forward();
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    private void purgeAQueue() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        whileMessagesWait(channel -> channel.queuePurge(names.queue(BILLING)).getMessageCount());
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    /// Nothing comes after them that would show the gap.
    private void purgeTheLastMessages() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        whileMessagesWait(channel -> {
            enough(producer());
            eventually().until(() -> count("select count(*) from meter.event_outbox") == 0);
            eventually().until(() -> count("select sum(position) from meter.event_lane") == count(
                    "select sum(position) from meter.event_relay"));
            return channel.queuePurge(names.queue(BILLING)).getMessageCount();
        });
    }

    private void deleteAQueue() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        whileMessagesWait(channel -> channel.queueDelete(names.queue(BILLING)).getMessageCount());
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    /// An administrator lets queues hold a few messages only; the broker drops the oldest.
    private void limitQueues() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        awaitMoreHeard(A_FEW);
        broker.control("set_policy", "few", "^" + names.queue(BILLING) + "$", "{\"max-length\": 5}", "--apply-to",
                "queues");
        try {
            consumers().say("await gap");
            awaitMoreTaken(10 * A_FEW);
            consumers().until("MISSED");
        } finally {
            broker.control("clear_policy", "few");
        }
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    private void deleteExchanges() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        for (String exchange : List.of(names.events("meter"), names.replay("meter"), names.control("meter"))) {
            TestBroker.use(broker, channel -> channel.exchangeDelete(exchange));
            awaitMoreHeard(A_FEW);
        }
        enough(producer());
    }

    private void unbindQueues() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        producer().say("await return");
        // The consumers bind them again and again.
        producer().until("RETURNED", () -> attempt(channel -> {
            channel.queueUnbind(names.queue(BILLING), names.events("meter"), "#");
            channel.queueUnbind(names.queue(ALARM), names.events("meter"), "#");
        }));
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    /// A busy channel keeps the rights that it has used, so nothing is refused before the connections are cut.
    private void withdrawRights() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        broker.permit("guest", "^$", "^$", "^$");
        try {
            producersWay.cut();
            consumersWay.cut();
            for (ChildProcess process : List.of(producer(), consumers())) {
                process.say("await refused");
                process.until("REFUSED");
            }
            awaitMoreTaken(10 * A_FEW);
        } finally {
            broker.permit("guest", ".*", ".*", ".*");
        }
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    /// Somebody moves messages by hand, and billing is given each twice more, later than those that follow it.
    private void repeatMessages() throws Exception {
        TestBroker.use(broker, channel -> {
            String copies = channel.queueDeclare().getQueue();
            channel.queueBind(copies, names.events("meter"), "#");
            load(producer(), 2, AT_FULL_RATE);
            for (int copied = 0; copied < A_FEW;) {
                GetResponse copy = channel.basicGet(copies, true);
                if (copy != null) {
                    channel.basicPublish("", names.queue(BILLING), copy.getProps(), copy.getBody());
                    channel.basicPublish("", names.queue(BILLING), copy.getProps(), copy.getBody());
                    copied++;
                }
            }
        });
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    /// As a server does that is shut down for its successor.
    private void cutDatabaseConnections() throws Exception {
        load(producer(), 2, AT_FULL_RATE);
        for (int cut = 0; cut < 5; cut++) {
            sql.queryForList("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()""");
            awaitMoreHeard(A_FEW);
        }
        enough(producer());
    }

    private void killTheConsumer() throws Exception {
        consumers().close();
        try (ChildProcess victim = consumersWith("at=" + CrashPoint.ACKNOWLEDGING)) {
            loadUnheard(producer(), 1, STEADILY);
            victim.until("REACHED");
        }
        consumers = consumersWith();
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    private void killTheRelay() throws Exception {
        producer().close();
        try (ChildProcess victim = producerWith("at=" + CrashPoint.CONFIRMED)) {
            loadUnheard(victim, 2, AT_FULL_RATE);
            victim.until("REACHED");
        }
        producer = producerWith();
        load(producer(), 2, AT_FULL_RATE);
        awaitMoreHeard(A_FEW);
        enough(producer());
    }

    /// Two processes are one replica and the third is the other, which has to become the relay of both modules and the active
    /// consumer of all queues. Then the first one wakes up and does not know that time has passed.
    private void freezeAReplica() throws Exception {
        try (ChildProcess other = child(broker.port(), List.of("meter", "billing", "alarm"))) {
            producer().signal("STOP");
            consumers().signal("STOP");
            load(other, 1, STEADILY);
            producer().signal("CONT");
            consumers().signal("CONT");
            awaitMoreHeard(A_FEW);
            enough(other);
            producer().say("take a 3 none");
            producer().until("TAKEN");
            awaitEverythingHeard();
        }
    }

    private void switchToAndFro() throws Exception {
        load(producer(), 3, AT_FULL_RATE);
        for (int round = 0; round < SWITCHES; round++) {
            for (String transport : List.of("local", "rabbitmq")) {
                consumers().say("carry " + transport);
                consumers().until("CARRIED");
                awaitMoreHeard(A_FEW);
            }
        }
        enough(producer());
    }

    /// Freezes the consumers until messages wait in billing's queue, and does something to these.
    private void whileMessagesWait(Loss loss) throws Exception {
        consumers().signal("STOP");
        try {
            TestBroker.use(broker, channel -> {
                eventually().until(() -> channel.messageCount(names.queue(BILLING)) > A_FEW);
                assertThat(loss.on(channel)).as("messages lost by the broker").isPositive();
            });
        } finally {
            consumers().signal("CONT");
        }
    }

    /// Takes readings from now on; returns when the first have been heard.
    private void load(ChildProcess process, int threads, Duration pause) throws IOException {
        loadUnheard(process, threads, pause);
        awaitMoreHeard(A_FEW);
    }

    private void loadUnheard(ChildProcess process, int threads, Duration pause) throws IOException {
        process.say("load %d %d %d %d".formatted(seed, threads, METERS, pause.toNanos() / 1_000));
    }

    private void enough(ChildProcess process) throws Exception {
        process.say("enough");
        process.until("LOADED");
    }

    private void awaitMoreTaken(int more) {
        long before = count("select count(*) from meter.taken");
        eventually().until(() -> count("select count(*) from meter.taken") > before + more);
    }

    /// Until this many more have gone all the way: taken, billed, and alarmed about the bill.
    private void awaitMoreHeard(int more) {
        long before = heardAtTheEnd();
        eventually().until(() -> heardAtTheEnd() > before + more);
    }

    private long heardAtTheEnd() {
        return count("select count(*) from alarm.heard where type = 'billed'");
    }

    /// Everybody begins with an empty history, so an effect that comes late is one of something that never happened.
    private void prepare() throws Exception {
        boolean begins = producer == null || consumers == null;
        if (producer == null) {
            producer = producerWith();
        }
        if (consumers == null) {
            consumers = consumersWith();
        }
        if (begins) {
            finishWhatAFailedTestHasLeft();
        }
        for (String history : List.of("meter.taken", "billing.heard", "alarm.heard")) {
            sql.update("delete from " + history);
        }
    }

    private void finishWhatAFailedTestHasLeft() {
        try {
            awaitEverythingHeard();
        } catch (ConditionTimeoutException _) {
            // That test has said so.
        }
    }

    private void attempt(RabbitTransportTests.Breakage breakage) {
        try {
            TestBroker.use(broker, breakage);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Verdict judge(Fault fault) {
        long began = System.nanoTime();
        try {
            awaitEverythingHeard();
        } catch (ConditionTimeoutException _) {
            // What is missing is lost.
        }
        Duration caughtUp = Duration.ofNanos(System.nanoTime() - began);
        History taken = History.taken(sql);
        List<History> heard = heard();
        Verdict verdict = new Verdict(faults(taken, heard));
        table.add(fault.toString(),
                List.of(verdict.count("lost"), verdict.count("duplicated"), verdict.count("reordered"),
                        verdict.count("unexpected")),
                List.of(taken.size(), heard.stream().mapToLong(History::size).sum(),
                        "%.1f s".formatted(caughtUp.toMillis() / 1000.0)));
        return verdict;
    }

    private List<History> heard() {
        return List.of(History.billed(sql), History.alarmed(sql, "taken"), History.alarmed(sql, "billed"));
    }

    private static List<String> faults(History taken, List<History> heard) {
        return heard.stream().flatMap(history -> taken.faultsOf(history).stream()).toList();
    }

    private void awaitEverythingHeard() {
        eventually().until(() -> count("""
                select (select count(*) from meter.taken) - least((select count(*) from billing.heard),
                    (select count(*) from alarm.heard where type = 'taken'),
                    (select count(*) from alarm.heard where type = 'billed'))""") <= 0);
    }

    private long count(String query) {
        return Objects.requireNonNull(sql.queryForObject(query, Long.class));
    }

    private ChildProcess producer() {
        return Objects.requireNonNull(producer);
    }

    private ChildProcess consumers() {
        return Objects.requireNonNull(consumers);
    }

    private ChildProcess producerWith(String... more) throws Exception {
        return child(producersWay.port(), List.of("meter"), more);
    }

    private ChildProcess consumersWith(String... more) throws Exception {
        return child(consumersWay.port(), List.of("billing", "alarm"), more);
    }

    /// Notices within seconds what it would notice within a minute, and works in small batches, so that there are many.
    private ChildProcess child(int port, List<String> modules, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(modules);
        arguments.addAll(TestBroker.settings(database, port));
        arguments.addAll(List.of("hailstone.events.transport=rabbitmq", "hailstone.events.batch-size=50",
                "hailstone.events.rabbitmq.confirm-timeout=2s", "spring.rabbitmq.requested-heartbeat=1s",
                "hailstone.events.idle-in-transaction-timeout=2s"));
        arguments.addAll(List.of(more));
        return ChildProcess.start(database, arguments.toArray(String[]::new)).untilReady();
    }

    private void end() {
        for (ChildProcess process : new ChildProcess[]{producer, consumers}) {
            if (process != null) {
                process.close();
            }
        }
        producer = null;
        consumers = null;
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().pollInterval(Duration.ofMillis(20));
    }

    /// What is done, as the table says it.
    enum Fault {

        BROKER_KILLED("the broker is killed (`kill -9`) in the middle of a batch"),
        BROKER_STOPPED("the broker is stopped for a while"),
        BROKER_EMPTIED("the broker is killed and comes back with nothing of what it had stored"),
        BROKER_FULL("the broker takes no messages, being short of memory"),
        CONNECTION_CUT("the connections are cut, five times"),
        CONNECTION_HALF_OPEN("the connections are half open: nothing closes them and nothing comes through"),
        QUEUE_PURGED("a queue is purged"),
        LAST_MESSAGES_PURGED("a queue loses its last messages, and nothing follows"),
        QUEUE_DELETED("a queue is deleted"),
        QUEUES_LIMITED("a queue may hold five messages, by a policy, and drops the oldest"),
        EXCHANGE_DELETED("the exchanges are deleted: the events', the replays', the announcements'"),
        UNROUTABLE("messages cannot be routed, since no queue is bound"),
        RIGHTS_WITHDRAWN("the user may do nothing at the broker any more, for a while, and the connections are cut"),
        MESSAGES_REPEATED("somebody publishes messages again, twice and late, into a consumer's queue"),
        DATABASE_CUT("the database ends all connections, five times"),
        CONSUMER_KILLED("the consumer is killed between its commit and its acknowledgement"),
        RELAY_KILLED("the relay is killed between the broker's confirm and its own bookkeeping"),
        REPLICA_FROZEN("of two replicas one is frozen, replaced, and wakes up"),
        SWITCHED("all is switched local → rabbitmq → local, ten times at full rate");

        private final String description;

        Fault(String description) {
            this.description = description;
        }

        @Override
        public String toString() {
            return description;
        }
    }

    private record Verdict(List<String> faults) {

        long count(String kind) {
            return faults.stream().filter(fault -> fault.startsWith(kind + ":")).count();
        }
    }

    /// @see #whileMessagesWait
    private interface Loss {

        /// @return how many messages were lost
        int on(Channel channel) throws Exception;
    }
}
