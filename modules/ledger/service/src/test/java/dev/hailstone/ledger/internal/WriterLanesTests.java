package dev.hailstone.ledger.internal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.ledger.internal.PayingDrivers.PayDriver;
import dev.hailstone.ledger.internal.ReceivingDeposits.ReceiveDeposit;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/// Commands from outside that come at once.
@LedgerModuleTest
@TestPropertySource(properties = "hailstone.ledger.writer-lanes=1")
@Import(WriterLanesTests.LastMoment.class)
class WriterLanesTests {

    private static final int CALLERS = 64;

    private final WriterLanes lanes;
    private final ReceivingDeposits receivingDeposits;
    private final PayingDrivers payingDrivers;
    private final CommandReceipts receipts;
    private final Ledger ledger;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final IncomingEvents incoming;
    private final AccountsApi accounts;
    private final LastMoment lastMoment;

    @Autowired
    WriterLanesTests(WriterLanes lanes, ReceivingDeposits receivingDeposits, PayingDrivers payingDrivers,
            CommandReceipts receipts, Ledger ledger, TransactionTemplate transactions, JdbcClient jdbc,
            DataSource dataSource, IncomingEvents incoming, AccountsApi accounts, LastMoment lastMoment) {
        this.lanes = lanes;
        this.receivingDeposits = receivingDeposits;
        this.payingDrivers = payingDrivers;
        this.receipts = receipts;
        this.ledger = ledger;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.incoming = incoming;
        this.accounts = accounts;
        this.lastMoment = lastMoment;
    }

    /// Nothing here is measured in time: whoever had to wait for the open transaction would wait until the test fails.
    @Test
    void doNotWaitForWhoHasWrittenToTheSameCollectingAccountAndNotCommitted() {
        RiderId slow = Ride.anyRider();
        List<RiderId> riders = IntStream.range(0, CALLERS).mapToObj(_ -> Ride.anyRider()).toList();

        transactions.executeWithoutResult(_ -> {
            ledger.open().record(new DepositReceived(slow, usd("1.00")));
            beforeCommit(() -> {
                List<CompletableFuture<Void>> paying = riders.stream()
                        .map(rider -> WaitingCallers.call(() -> deposit(rider, anyKey())))
                        .toList();
                finished(paying);
                finished(List.of(WaitingCallers.call(() -> {
                    assertThat(accounts.rider(riders.getLast()).balance()).isEqualTo(usd("1.00"));
                    assertThat(accounts.rider(slow).balance()).isEqualTo(usd("0.00"));
                })));
            });
        });

        assertThat(riders).allSatisfy(rider -> assertThat(accounts.rider(rider).balance()).isEqualTo(usd("1.00")));
        assertThat(accounts.rider(slow).balance()).isEqualTo(usd("1.00"));
    }

    @Test
    void shareACommit() {
        List<RiderId> riders = IntStream.range(0, CALLERS).mapToObj(_ -> Ride.anyRider()).toList();
        AtomicInteger next = new AtomicInteger();

        together(CALLERS, () -> deposit(riders.get(next.getAndIncrement()), anyKey()));

        assertThat(riders).allSatisfy(rider -> assertThat(accounts.rider(rider).balance()).isEqualTo(usd("1.00")));
        // The transaction that wrote a row is in the row.
        assertThat(writingTransactions(riders)).isEqualTo(1);
    }

    @Test
    void aFailingCommandHurtsNobodyElse() {
        RiderId rider = Ride.anyRider();
        AtomicInteger number = new AtomicInteger();
        List<Throwable> failures = new ArrayList<>();

        List<CompletableFuture<Void>> calls = started(20, () -> {
            int mine = number.getAndIncrement();
            lanes.carryOut(Question.of(new DepositReceived(rider, usd("1.00")).wallet()), anyKey(), "command " + mine,
                    (books, _) -> {
                        books.record(new DepositReceived(rider, usd("1.00")));
                        if (mine == 7) {
                            throw new IllegalStateException("number 7 is broken");
                        }
                        return "done";
                    });
        });
        for (CompletableFuture<Void> call : calls) {
            call.handle((_, failure) -> failure == null ? null : failures.add(failure))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }

        assertThat(failures).singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("number 7 is broken"));
        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("19.00"));
        assertThat(accounts.verify().findings()).isEmpty();
    }

    /// After that, the database takes nothing more in the same transaction.
    @Test
    void whatTheDatabaseRefusesHurtsNobodyElse() {
        List<RiderId> riders = IntStream.range(0, 10).mapToObj(_ -> Ride.anyRider()).toList();
        AtomicInteger number = new AtomicInteger();

        List<CompletableFuture<Void>> calls = started(10, () -> {
            int mine = number.getAndIncrement();
            if (mine == 3) {
                lanes.carryOut(Question.NONE, anyKey(), "broken",
                        (_, _) -> jdbc.sql("select 1 / 0").query(Integer.class).single());
            }
            deposit(riders.get(mine), anyKey());
        });

        long failed = calls.stream()
                .map(call -> call.handle((_, failure) -> failure != null).orTimeout(60, TimeUnit.SECONDS).join())
                .filter(failure -> failure)
                .count();
        assertThat(failed).isEqualTo(1);
        Map<Money, Long> balances = riders.stream()
                .collect(Collectors.groupingBy(rider -> accounts.rider(rider).balance(), Collectors.counting()));
        assertThat(balances).isEqualTo(Map.of(usd("1.00"), 9L, usd("0.00"), 1L));
    }

    @Test
    void aKeyThatComesTwiceAtOnceBelongsToOneCommand() {
        RiderId rider = Ride.anyRider();
        IdempotencyKey key = anyKey();
        AtomicInteger number = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();

        together(20, () -> {
            Money amount = number.getAndIncrement() < 10 ? usd("1.00") : usd("2.00");
            if (receivingDeposits
                    .receive(new ReceiveDeposit(rider, amount), key) == ReceivingDeposits.Outcome.KEY_REUSED) {
                refused.incrementAndGet();
            }
        });

        assertThat(refused).hasValue(10);
        assertThat(accounts.rider(rider).balance()).isIn(usd("1.00"), usd("2.00"));
        assertThat(accounts.statement(rider, 0, 50).entries()).hasSize(1);
    }

    @Test
    void keepReceiptsThatAreReceipts() {
        RiderId rider = Ride.anyRider();
        IdempotencyKey key = anyKey();

        deposit(rider, key);

        transactions.executeWithoutResult(_ -> {
            assertThat(receipts.find(key, new ReceiveDeposit(rider, usd("1.00"))))
                    .isEqualTo(new Receipt.Repeated(rider.value()));
            assertThat(receipts.find(key, new ReceiveDeposit(rider, usd("2.00")))).isEqualTo(new Receipt.KeyReused());
        });
    }

    @Test
    void neverPayOutMoreThanThereIs() {
        Ride ride = Ride.any();
        incoming.deliver(ride.completed(new Fare(usd("0.00"), usd("100.00"), usd("0.00"), usd("0.00"))));
        AtomicInteger paid = new AtomicInteger();

        together(CALLERS, () -> {
            if (payingDrivers.pay(new PayDriver(ride.driver(), usd("10.00")),
                    anyKey()) instanceof PayingDrivers.Outcome.Paid) {
                paid.incrementAndGet();
            }
        });

        assertThat(paid).hasValue(10);
        assertThat(accounts.driver(ride.driver()).balance()).isEqualTo(usd("0.00"));
    }

    @Test
    void decideAgainWhenADispatcherWasFaster() {
        RiderId rider = Ride.anyRider();
        DepositReceived deposit = new DepositReceived(rider, usd("1.00"));
        AtomicInteger decided = new AtomicInteger();

        lanes.carryOut(Question.of(deposit.wallet()), anyKey(), "a command", (books, _) -> {
            if (decided.getAndIncrement() == 0) {
                finished(List.of(WaitingCallers
                        .call(() -> transactions.executeWithoutResult(_ -> ledger.open().record(deposit)))));
            }
            return books.record(deposit);
        });

        assertThat(decided).hasValue(2);
        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("2.00"));
    }

    /// For the database the death of a process is the end of its connection: of what was written and not committed nothing is
    /// left. Here the process lives on, and does it again.
    @Test
    void leaveNothingOrWholeCommandsWhenTheConnectionDies() {
        List<RiderId> riders = IntStream.range(0, 10).mapToObj(_ -> Ride.anyRider()).toList();
        AtomicInteger number = new AtomicInteger();
        AtomicBoolean cut = new AtomicBoolean();
        AtomicInteger leftBehind = new AtomicInteger(-1);

        together(10, () -> {
            RiderId rider = riders.get(number.getAndIncrement());
            DepositReceived deposit = new DepositReceived(rider, usd("1.00"));
            lanes.carryOut(Question.of(deposit.wallet()), anyKey(), "pay " + rider, (books, keyed) -> {
                books.record(deposit);
                books.keep(keyed, rider.value());
                if (cut.compareAndSet(false, true)) {
                    lastMoment.set(() -> {
                        assertThat(jdbc.sql("select count(*) from ledger_event where stream = any(?)")
                                .param(streams(riders))
                                .query(Integer.class)
                                .single()).isEqualTo(10);
                        asSuperuser("select pg_terminate_backend(?)",
                                jdbc.sql("select pg_backend_pid()").query(Integer.class).single());
                        leftBehind.set(entriesAndReceipts(riders));
                    });
                }
                return "done";
            });
        });

        assertThat(leftBehind).hasValue(0);
        assertThat(riders).allSatisfy(rider -> assertThat(accounts.rider(rider).balance()).isEqualTo(usd("1.00")));
        assertThat(entriesAndReceipts(riders)).isEqualTo(20);
        assertThat(accounts.verify().findings()).isEmpty();
    }

    @Test
    void areNotForWhoHasATransaction() {
        transactions.executeWithoutResult(_ -> assertThatIllegalStateException()
                .isThrownBy(() -> deposit(Ride.anyRider(), anyKey()))
                .withMessageContaining("transaction of its own"));
    }

    @Test
    void goOnAfterAFailure() {
        RiderId rider = Ride.anyRider();
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> lanes.carryOut(Question.NONE, anyKey(), "x", (_, _) -> {
                    throw new ArithmeticException("broken");
                }));

        deposit(rider, anyKey());

        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("1.00"));
    }

    /// Does the work in several threads, all but the first of which wait for the first one: they are one batch.
    private List<CompletableFuture<Void>> started(int times, Runnable work) {
        CountDownLatch laneTaken = new CountDownLatch(1);
        CountDownLatch allWait = new CountDownLatch(1);
        CompletableFuture<Void> first = WaitingCallers.call(() -> lanes.carryOut(Question.NONE, anyKey(), "first",
                (_, _) -> {
                    laneTaken.countDown();
                    WaitingCallers.await(allWait);
                    return "done";
                }));
        WaitingCallers.await(laneTaken);
        List<CompletableFuture<Void>> calls = WaitingCallers.callAndWait(times, work);
        allWait.countDown();
        finished(List.of(first));
        return calls;
    }

    private void together(int times, Runnable work) {
        finished(started(times, work));
    }

    private static void finished(List<CompletableFuture<Void>> calls) {
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void deposit(RiderId rider, IdempotencyKey key) {
        receivingDeposits.receive(new ReceiveDeposit(rider, usd("1.00")), key);
    }

    private int writingTransactions(List<RiderId> riders) {
        return Objects.requireNonNull(transactions.execute(_ -> jdbc
                .sql("select count(distinct xmin::text) from ledger_event where stream = any(?)")
                .param(streams(riders))
                .query(Integer.class)
                .single()));
    }

    private int entriesAndReceipts(List<RiderId> riders) {
        try (Connection connection = superuser();
                PreparedStatement statement = connection.prepareStatement("""
                        select (select count(*) from ledger.ledger_event where stream = any(?))
                             + (select count(*) from ledger.command_receipt where subject = any(?))""")) {
            statement.setArray(1, connection.createArrayOf("text", streams(riders)));
            statement.setArray(2,
                    connection.createArrayOf("text", riders.stream().map(RiderId::value).toArray()));
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void asSuperuser(String sql, int parameter) {
        try (Connection connection = superuser(); PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, parameter);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection superuser() throws SQLException {
        try (Connection any = dataSource.getConnection()) {
            return DriverManager.getConnection(any.getMetaData().getURL(), "postgres", null);
        }
    }

    private static String[] streams(List<RiderId> riders) {
        return riders.stream().map(rider -> "rider:" + rider + "/USD").toArray(String[]::new);
    }

    private static void beforeCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

            @Override
            public void beforeCommit(boolean readOnly) {
                action.run();
            }
        });
    }

    private static IdempotencyKey anyKey() {
        return new IdempotencyKey(UUID.randomUUID().toString());
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }

    /// What happens when all is written, and the commit is next.
    static final class LastMoment implements TransactionExecutionListener {

        private static final ThreadLocal<@Nullable Runnable> ACTION = new ThreadLocal<>();

        /// @param next done once, in the transaction that this thread has
        void set(Runnable next) {
            ACTION.set(next);
        }

        @Override
        public void beforeCommit(TransactionExecution transaction) {
            Runnable next = ACTION.get();
            ACTION.remove();
            if (next != null) {
                next.run();
            }
        }
    }
}
