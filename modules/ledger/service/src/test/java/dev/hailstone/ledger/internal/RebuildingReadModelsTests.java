package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;

import static org.assertj.core.api.Assertions.assertThat;

@LedgerModuleTest
class RebuildingReadModelsTests {

    private final IncomingEvents incoming;
    private final AccountsApi accounts;
    private final RebuildingReadModels rebuildingReadModels;
    private final ReadModels readModels;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    @Autowired
    RebuildingReadModelsTests(IncomingEvents incoming, AccountsApi accounts,
            RebuildingReadModels rebuildingReadModels, ReadModels readModels, TransactionTemplate transactions,
            JdbcClient jdbc) {
        this.incoming = incoming;
        this.accounts = accounts;
        this.rebuildingReadModels = rebuildingReadModels;
        this.readModels = readModels;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @Test
    void derivesWhatWasThereBefore() {
        long seed = System.nanoTime();
        System.out.println("history of seed " + seed);
        anyHistory(new Random(seed));
        TrialBalance trialBalance = accounts.trialBalance();
        List<Map<String, Object>> before = readModels();

        RebuildingReadModels.Outcome.Rebuilt rebuilt = accounts.rebuild();

        assertThat(rebuilt.differences()).isZero();
        assertThat(rebuilt.position()).isEqualTo(trialBalance.position());
        assertThat(readModels()).isNotEmpty().isEqualTo(before);
        assertThat(accounts.trialBalance()).isEqualTo(trialBalance);
        assertThat(trialBalance.balanced()).isTrue();
    }

    @Test
    void mendsWhatWasWrongAndSaysSo() {
        RiderId rider = Ride.anyRider();
        accounts.deposit(rider, usd("20.00"));
        accounts.deposit(rider, usd("5.00"));
        assertThat(accounts.statement(rider, 0, 50).entries()).hasSize(2);
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("update account set credits = credits + 1000 where account = ?").param("rider:" + rider).update();
            jdbc.sql("delete from statement_entry where account = ?").param("rider:" + rider).update();
        });

        RebuildingReadModels.Outcome.Rebuilt rebuilt = accounts.rebuild();

        // The account as it was and as it is, and two lines of the statement.
        assertThat(rebuilt.differences()).isEqualTo(4);
        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("25.00"));
        assertThat(accounts.statement(rider, 0, 50).entries()).extracting(line -> line.balance().amount())
                .containsExactly(new BigDecimal("20.00"), new BigDecimal("25.00"));
        assertThat(accounts.rebuild().differences()).isZero();
    }

    @Test
    void goesOnBesideTheTraffic() throws Exception {
        RiderId resting = Ride.anyRider();
        accounts.deposit(resting, usd("3.00"));
        List<RiderId> paying = List.of(Ride.anyRider(), Ride.anyRider(), Ride.anyRider());
        AtomicBoolean rebuilding = new AtomicBoolean(true);
        List<RebuildingReadModels.Outcome.Rebuilt> rebuilt = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> deposits = paying.stream().map(rider -> threads.submit(() -> {
                int count = 0;
                while (rebuilding.get()) {
                    accounts.deposit(rider, usd("1.00"));
                    count++;
                }
                return count;
            })).toList();
            Future<?> reading = threads.submit(() -> {
                while (rebuilding.get()) {
                    assertThat(accounts.rider(resting).balance()).isEqualTo(usd("3.00"));
                    assertThat(accounts.trialBalance().balanced()).isTrue();
                }
            });
            for (int i = 0; i < 5; i++) {
                rebuilt.add(accounts.rebuild());
            }
            rebuilding.set(false);
            reading.get();
            for (int i = 0; i < paying.size(); i++) {
                Money paid = usd(deposits.get(i).get() + ".00");
                assertThat(accounts.rider(paying.get(i)).balance()).isEqualTo(paid);
                assertThat(paid.isPositive()).isTrue();
            }
        }

        assertThat(rebuilt).allSatisfy(outcome -> assertThat(outcome.differences()).isZero());
        assertThat(accounts.rebuild().differences()).isZero();
    }

    @Test
    void isDoneByOneAtATime() {
        transactions.executeWithoutResult(_ -> {
            assertThat(rebuildingReadModels.rebuild(EnumSet.allOf(ReadModel.class)))
                    .isInstanceOf(RebuildingReadModels.Outcome.Rebuilt.class);

            // The first one's transaction has not ended.
            assertThat(inAnotherThread(() -> accounts.post("/rebuild", UUID.randomUUID().toString(), "")))
                    .hasStatus(HttpStatus.CONFLICT);
        });
    }

    @ParameterizedTest
    @EnumSource(ReadModel.class)
    void leavesAllButTheNamedOneAlone(ReadModel model) {
        incoming.deliver(Ride.any().completed(Fare.of(usd("10.00"))));
        accounts.trialBalance();
        Map<ReadModel, Integer> before = generations();

        RebuildingReadModels.Outcome.Rebuilt rebuilt = accounts.read(
                accounts.post("/rebuild?model=" + model.code(), ""), RebuildingReadModels.Outcome.Rebuilt.class);

        assertThat(rebuilt.models()).containsExactly(model.code());
        assertThat(rebuilt.differences()).isZero();
        Map<ReadModel, Integer> expected = new EnumMap<>(before);
        expected.computeIfPresent(model, (_, live) -> 1 - live);
        assertThat(generations()).isEqualTo(expected);
    }

    /// What has come since the first look at the store is added to what was built by then.
    @ParameterizedTest
    @EnumSource(ReadModel.class)
    void isTheSameInOneStepAndInMany(ReadModel model) {
        anyHistory(new Random(4));
        long end = accounts.trialBalance().position();
        transactions.executeWithoutResult(transaction -> {
            int disused = 1 - readModels.head().generationOf(model);
            String empty = "delete from " + model.table(disused);
            jdbc.sql(empty).update();
            for (int share = 0; share < model.shares(); share++) {
                readModels.begin(model, disused, share, end);
            }
            assertThat(readModels.differences(model)).isZero();
            assertThat(jdbc.sql(empty).update()).isPositive();
            assertThat(readModels.differences(model)).isPositive();
            for (long position = 0; position < end; position += 7) {
                readModels.replay(model, disused, position, Math.min(position + 7, end));
            }
            assertThat(readModels.differences(model)).isZero();
            transaction.setRollbackOnly();
        });
    }

    /// A rebuild that died may have committed a share of a generation.
    @ParameterizedTest
    @EnumSource(ReadModel.class)
    void removesWhatAnotherHasLeft(ReadModel model) {
        anyHistory(new Random(5));
        accounts.trialBalance();
        int live = Objects.requireNonNull(generations().get(model));
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("delete from " + model.table(1 - live)).update();
            readModels.begin(model, 1 - live, 0, readModels.head().position());
        });

        assertThat(accounts.rebuild().differences()).isZero();
        assertThat(generations()).containsEntry(model, 1 - live);
    }

    /// Who reads for long keeps a rebuild from beginning, and is not kept waiting by it for long.
    @Test
    void givesUpIfSomebodyReadsForLong() {
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("select count(*) from account").query(Long.class).single();

            assertThat(inAnotherThread(() -> accounts.post("/rebuild", UUID.randomUUID().toString(), "")))
                    .hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
        });

        assertThat(accounts.rebuild().differences()).isZero();
    }

    /// However long a statement is and however many there are, of an account and of all.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void findsTheLastLineOfAStatementByKey(int generation) {
        List<String> plan = Objects.requireNonNull(transactions.execute(_ -> {
            jdbc.sql("set local enable_seqscan = off").update();
            return jdbc
                    .sql("""
                            explain with change as (
                                select cast(1 as bigint) as position, 'deposit-received' as type, cast(null as uuid) as trip_id,
                                       now() as recorded_at, 'rider:any' as account, 'USD' as currency, 1.0 as amount, 0.0 as held)
                            """
                            + ReadModel.STATEMENTS.addition(generation))
                    .query(String.class)
                    .list();
        }));

        assertThat(plan).anyMatch(line -> line.contains(
                "Index Scan Backward using statement_entry_%d_pkey".formatted(generation)));
    }

    /// One half of the statements may take much longer than the other.
    @Test
    void mayIdleOnlyWhileItWaitsForOtherShares() {
        String patience = "show idle_in_transaction_session_timeout";
        transactions.executeWithoutResult(_ -> {
            readModels.mayIdle(true);
            assertThat(jdbc.sql(patience).query(String.class).single()).isEqualTo("0");
            readModels.mayIdle(false);
            assertThat(jdbc.sql(patience).query(String.class).single()).isEqualTo("30s");
        });
    }

    @Test
    void knowsNoOtherModels() {
        MvcTestResult answer = accounts.post("/rebuild?model=horoscopes", "");

        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo("model");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].reason").asString().contains("balances, statements");
    }

    private static <T> T inAnotherThread(Callable<T> question) {
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            return threads.submit(question).get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Map<ReadModel, Integer> generations() {
        return Objects.requireNonNull(transactions.execute(_ -> readModels.head().generations()));
    }

    private void anyHistory(Random random) {
        List<RiderId> riders = List.of(Ride.anyRider(), Ride.anyRider(), Ride.anyRider());
        List<DriverId> drivers = List.of(Ride.anyDriver(), Ride.anyDriver());
        for (int i = 0; i < 60; i++) {
            RiderId rider = riders.get(random.nextInt(riders.size()));
            DriverId driver = drivers.get(random.nextInt(drivers.size()));
            Ride ride = new Ride(Ride.any().tripId(), rider, driver);
            Currency currency = Currency.getInstance(random.nextInt(5) == 0 ? "EUR" : "USD");
            switch (random.nextInt(4)) {
                case 0 -> accounts.deposit(rider, positive(random, Currency.getInstance("USD")));
                case 1 -> accounts.post("/drivers/" + driver + "/payouts", UUID.randomUUID().toString(),
                        AccountsApi.amount(positive(random, Currency.getInstance("USD"))));
                default -> incoming.deliver(course(random, ride, currency).toArray(ModuleEvent[]::new));
            }
        }
    }

    private static List<ModuleEvent> course(Random random, Ride ride, Currency currency) {
        List<ModuleEvent> course = new ArrayList<>();
        if (random.nextInt(10) > 0) {
            course.add(ride.requested(positive(random, currency)));
        }
        switch (random.nextInt(3)) {
            case 0 -> course.add(ride.cancelled());
            case 1 -> course.add(ride.completed(new Fare(any(random, currency), any(random, currency),
                    any(random, currency), any(random, currency))));
            default -> {
            }
        }
        return course;
    }

    private static Money positive(Random random, Currency currency) {
        return new Money(BigDecimal.valueOf(random.nextInt(1, 6_000), 2), currency);
    }

    private static Money any(Random random, Currency currency) {
        return new Money(BigDecimal.valueOf(random.nextInt(2_000), 2), currency);
    }

    private List<Map<String, Object>> readModels() {
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<Map<String, Object>> rows = new ArrayList<>(jdbc.sql("""
                    select account, currency, debits, credits, held, charges, charged
                      from account join ledger_head on generation = account_generation
                     order by account, currency""").query().listOfRows());
            rows.addAll(jdbc.sql("""
                    select account, currency, s.position, type, trip_id, amount, balance, held, at
                      from statement_entry s join ledger_head h on generation = statement_entry_generation
                     order by account, currency, s.position""").query().listOfRows());
            rows.addAll(jdbc.sql("""
                    select account, currency, day, trips, earned
                      from driver_earnings join ledger_head on generation = driver_earnings_generation
                     order by account, currency, day""").query().listOfRows());
            rows.addAll(jdbc.sql("""
                    select zone, hour, currency, trips, fares, revenue
                      from zone_revenue join ledger_head on generation = zone_revenue_generation
                     order by zone, hour, currency""").query().listOfRows());
            return rows;
        }));
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
