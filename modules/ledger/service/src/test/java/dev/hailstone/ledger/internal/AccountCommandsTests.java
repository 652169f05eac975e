package dev.hailstone.ledger.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.modulith.test.AssertablePublishedEvents;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.DriverPaidOut;
import dev.hailstone.ledger.RiderBalance;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;

import static org.assertj.core.api.Assertions.assertThat;

@LedgerModuleTest
class AccountCommandsTests {

    private final IncomingEvents incoming;
    private final AccountsApi accounts;

    @Autowired
    AccountCommandsTests(IncomingEvents incoming, AccountsApi accounts) {
        this.incoming = incoming;
        this.accounts = accounts;
    }

    @Test
    void aDepositIsTheRidersMoney() {
        RiderId rider = Ride.anyRider();

        accounts.deposit(rider, usd("20.00"));
        RiderBalance balance = accounts.deposit(rider, usd("0.01"));

        assertThat(balance.balance()).isEqualTo(usd("20.01"));
        assertThat(balance.available()).isEqualTo(usd("70.01"));
        assertThat(balance.position()).isPositive();
    }

    @Test
    void aRepeatedDepositIsOneDeposit() {
        RiderId rider = Ride.anyRider();
        String key = UUID.randomUUID().toString();

        accounts.post(deposits(rider), key, AccountsApi.amount(usd("20.00")));
        MvcTestResult repeated = accounts.post(deposits(rider), key, AccountsApi.amount(usd("20.00")));

        assertThat(accounts.read(repeated, RiderBalance.class).balance()).isEqualTo(usd("20.00"));
    }

    @Test
    void aKeyBelongsToOneCommand() {
        String key = UUID.randomUUID().toString();
        RiderId rider = Ride.anyRider();
        RiderId other = Ride.anyRider();
        accounts.post(deposits(rider), key, AccountsApi.amount(usd("20.00")));

        assertProblem(accounts.post(deposits(rider), key, AccountsApi.amount(usd("21.00"))),
                HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused");
        assertProblem(accounts.post(deposits(other), key, AccountsApi.amount(usd("20.00"))),
                HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused");
        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("20.00"));
        assertThat(accounts.rider(other).balance()).isEqualTo(usd("0.00"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"amount":{"amount":1.005,"currency":"USD"}}           | amount.amount   | at most 2 decimals
            {"amount":{"amount":0,"currency":"USD"}}               | amount.amount   | must be positive
            {"amount":{"amount":-5,"currency":"USD"}}              | amount.amount   | must be positive
            {"amount":{"amount":1e20,"currency":"USD"}}            | amount.amount   | must be less than
            {"amount":{"amount":1000000.01,"currency":"USD"}}      | amount.amount   | must be at most 1000000.00
            {"amount":{"amount":5,"currency":"EUR"}}               | amount.currency | must be USD
            {"amount":{"amount":5,"currency":"dollars"}}           | amount.currency | currency
            {"amount":{"amount":"five","currency":"USD"}}          | amount.amount   | number
            {"amount":{"amount":5}}                                | amount.currency |
            {"amount":{"currency":"USD"}}                          | amount.amount   |
            {"amount":5}                                           | amount          |
            {"amount":null}                                        | amount          |
            {}                                                     | amount          |
            """)
    void aWrongAmountIsRefusedWithFieldAndReason(String body, String field, @Nullable String reason) {
        RiderId rider = Ride.anyRider();

        MvcTestResult answer = accounts.post(deposits(rider), UUID.randomUUID().toString(), body);

        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
        assertThat(answer).bodyJson()
                .extractingPath("$.errors[0].reason")
                .asString()
                .contains(reason == null ? "" : reason);
        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("0.00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/riders/a%20b", "/drivers/%C3%A4", "/riders/r1/statement?limit=0",
            "/riders/r1/statement?limit=201", "/riders/r1/statement?limit=many", "/drivers/d1/statement?after=-1",
            "/rider-charges?riderIdPrefix=%25"})
    void aWrongQuestionIsRefusedWithFieldAndReason(String path) {
        MvcTestResult answer = accounts.get(path);

        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].reason").asString().isNotEmpty();
    }

    @Test
    void aPayoutLeavesTheDriverWithTheRest(AssertablePublishedEvents published) {
        DriverId driver = driverWith("30.00");

        MvcTestResult answer = accounts.post(payouts(driver), UUID.randomUUID().toString(),
                AccountsApi.amount(usd("12.50")));

        DriverBalance balance = accounts.read(answer, DriverBalance.class);
        assertThat(balance.balance()).isEqualTo(usd("17.50"));
        assertThat(balance.earned()).isEqualTo(usd("30.00"));
        assertThat(balance.paidOut()).isEqualTo(usd("12.50"));
        assertThat(published.ofType(DriverPaidOut.class).matching(event -> event.driverId().equals(driver)))
                .singleElement()
                .extracting(DriverPaidOut::amount)
                .isEqualTo(usd("12.50"));
    }

    @Test
    void aRepeatedPayoutIsOnePayout(AssertablePublishedEvents published) {
        DriverId driver = driverWith("30.00");
        String key = UUID.randomUUID().toString();

        accounts.post(payouts(driver), key, AccountsApi.amount(usd("20.00")));
        MvcTestResult repeated = accounts.post(payouts(driver), key, AccountsApi.amount(usd("20.00")));

        assertThat(accounts.read(repeated, DriverBalance.class).paidOut()).isEqualTo(usd("20.00"));
        assertThat(published.ofType(DriverPaidOut.class).matching(event -> event.driverId().equals(driver))).hasSize(1);
    }

    @Test
    void noPayoutExceedsTheBalance() {
        DriverId driver = driverWith("30.00");
        String key = UUID.randomUUID().toString();

        MvcTestResult refused = accounts.post(payouts(driver), key, AccountsApi.amount(usd("30.01")));

        assertProblem(refused, HttpStatus.CONFLICT, "insufficient-balance");
        assertThat(refused).bodyJson().extractingPath("$.balance.amount").isEqualTo(30.00);
        assertThat(accounts.driver(driver).balance()).isEqualTo(usd("30.00"));
        // A refused command keeps no receipt: the key is free for the amount that is there.
        assertThat(accounts.post(payouts(driver), key, AccountsApi.amount(usd("30.00")))).hasStatusOk();
    }

    @Test
    void payoutsAtOnceDoNotOverdrawTheAccount() throws Exception {
        DriverId driver = driverWith("30.00");

        List<MvcTestResult> answers = atOnce(8,
                () -> accounts.post(payouts(driver), UUID.randomUUID().toString(), AccountsApi.amount(usd("10.00"))));

        assertThat(answers).extracting(answer -> answer.getResponse().getStatus())
                .containsOnly(200, 409)
                .filteredOn(status -> status == 200)
                .hasSize(3);
        assertThat(accounts.driver(driver).balance()).isEqualTo(usd("0.00"));
    }

    @Test
    void theSameDepositSentAtOnceIsOneDeposit() throws Exception {
        RiderId rider = Ride.anyRider();
        String key = UUID.randomUUID().toString();

        List<MvcTestResult> answers = atOnce(8,
                () -> accounts.post(deposits(rider), key, AccountsApi.amount(usd("10.00"))));

        assertThat(answers).allSatisfy(answer -> assertThat(answer).hasStatusOk());
        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("10.00"));
    }

    @Test
    void aCommandNeedsAKey() {
        RiderId rider = Ride.anyRider();

        MvcTestResult answer = accounts.postWithoutKey(deposits(rider), AccountsApi.amount(usd("10.00")));

        assertProblem(answer, HttpStatus.BAD_REQUEST, "idempotency-key-missing");
        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("0.00"));
    }

    private DriverId driverWith(String earnings) {
        Ride ride = Ride.any();
        Money nothing = usd("0.00");
        incoming.deliver(ride.completed(new Fare(nothing, usd(earnings), nothing, nothing)));
        return ride.driver();
    }

    private static List<MvcTestResult> atOnce(int times, Callable<MvcTestResult> command)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(times);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<MvcTestResult>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(() -> {
                    together.await();
                    return command.call();
                }));
            }
            List<MvcTestResult> answers = new ArrayList<>();
            for (Future<MvcTestResult> answer : running) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static void assertProblem(MvcTestResult answer, HttpStatus status, String name) {
        assertThat(answer).hasStatus(status);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("urn:hailstone:problem:" + name);
    }

    private static String deposits(RiderId rider) {
        return "/riders/" + rider + "/deposits";
    }

    private static String payouts(DriverId driver) {
        return "/drivers/" + driver + "/payouts";
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
