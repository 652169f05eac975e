package dev.hailstone.infra.persistence;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.CommandReceipts.Receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@TwoModules
class CommandReceiptTests {

    private final CommandReceipts receipts;
    private final TransactionTemplate red;
    private final TransactionTemplate blue;
    private final JdbcClient jdbc;
    private final IdempotencyKey key = new IdempotencyKey(UUID.randomUUID().toString());

    CommandReceiptTests(CommandReceipts receipts, ModuleTransactions transactions, JdbcClient jdbc) {
        this.receipts = receipts;
        this.red = transactions.of("red");
        this.blue = transactions.of("blue");
        this.jdbc = jdbc;
    }

    record Paint(String what, String colour) {}

    record Wash(String what, String colour) {}

    @Test
    void knowsNothingOfANewKey() {
        assertThat(find(red, new Paint("wall", "grey"))).isEqualTo(new Receipt.None());
    }

    @Test
    void recognizesTheSameCommand() {
        carryOut(new Paint("wall", "grey"), "wall-1");
        assertThat(find(red, new Paint("wall", "grey"))).isEqualTo(new Receipt.Repeated("wall-1"));
    }

    @Test
    void refusesTheKeyForAnotherCommand() {
        carryOut(new Paint("wall", "grey"), "wall-1");
        assertThat(find(red, new Paint("wall", "white"))).isEqualTo(new Receipt.KeyReused());
        assertThat(find(red, new Wash("wall", "grey"))).isEqualTo(new Receipt.KeyReused());
    }

    @Test
    void leavesTheSameKeyToOtherModules() {
        carryOut(new Paint("wall", "grey"), "wall-1");
        assertThat(find(blue, new Paint("wall", "white"))).isEqualTo(new Receipt.None());
    }

    @Test
    void forgetsWhatWasRolledBack() {
        red.executeWithoutResult(transaction -> {
            receipts.keep(key, new Paint("wall", "grey"), "wall-1");
            transaction.setRollbackOnly();
        });
        assertThat(find(red, new Paint("wall", "grey"))).isEqualTo(new Receipt.None());
    }

    @Test
    void letsTheSameCommandWaitForTheFirstAndThenSeeIt() {
        Paint command = new Paint("wall", "grey");
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            clients.execute(() -> red.executeWithoutResult(_ -> {
                receipts.find(key, command);
                receipts.keep(key, command, "wall-1");
                begun.countDown();
                awaitQuietly(end);
            }));
            awaitQuietly(begun);
            Future<Receipt> second = clients.submit(() -> find(red, command));
            await().until(() -> somebodyWaitsForALock("advisory"));
            assertThat(second).isNotDone();
            end.countDown();
            assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new Receipt.Repeated("wall-1"));
        }
    }

    @Test
    void claimsAKeyOnce() {
        assertThat(claim("wall-1")).isEqualTo(new Receipt.None());
        assertThat(claim("wall-2")).isEqualTo(new Receipt.Repeated("wall-1"));
        assertThat(find(red, new Paint("wall", "white"))).isEqualTo(new Receipt.KeyReused());
    }

    @Test
    void forgetsAClaimThatWasReleased() {
        red.executeWithoutResult(_ -> {
            receipts.claim(key, new Paint("wall", "grey"), "wall-1");
            receipts.release(key);
        });
        assertThat(claim("wall-2")).isEqualTo(new Receipt.None());
    }

    @Test
    void letsAClaimWaitForTheFirstAndThenSeeIt() {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            clients.execute(() -> red.executeWithoutResult(_ -> {
                receipts.claim(key, new Paint("wall", "grey"), "wall-1");
                begun.countDown();
                awaitQuietly(end);
            }));
            awaitQuietly(begun);
            Future<Receipt> second = clients.submit(() -> claim("wall-2"));
            await().until(() -> somebodyWaitsForALock("transactionid"));
            assertThat(second).isNotDone();
            end.countDown();
            assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new Receipt.Repeated("wall-1"));
        }
    }

    @Test
    void needsATransaction() {
        assertThatIllegalStateException().isThrownBy(() -> receipts.find(key, new Paint("wall", "grey")));
        assertThatIllegalStateException().isThrownBy(() -> receipts.keep(key, new Paint("wall", "grey"), "wall-1"));
        assertThatIllegalStateException().isThrownBy(() -> receipts.claim(key, new Paint("wall", "grey"), "wall-1"));
        assertThatIllegalStateException().isThrownBy(() -> receipts.release(key));
    }

    private void carryOut(Object command, String subject) {
        red.executeWithoutResult(_ -> receipts.keep(key, command, subject));
    }

    private Receipt claim(String subject) {
        Receipt receipt = red.execute(_ -> receipts.claim(key, new Paint("wall", "grey"), subject));
        assertThat(receipt).isNotNull();
        return receipt;
    }

    private Receipt find(TransactionTemplate module, Object command) {
        Receipt receipt = module.execute(_ -> receipts.find(key, command));
        assertThat(receipt).isNotNull();
        return receipt;
    }

    private boolean somebodyWaitsForALock(String type) {
        return jdbc.sql("select exists (select from pg_locks where locktype = ? and not granted)")
                .param(type)
                .query(Boolean.class)
                .single();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
