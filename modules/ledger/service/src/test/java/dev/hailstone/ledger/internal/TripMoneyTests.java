package dev.hailstone.ledger.internal;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.modulith.test.AssertablePublishedEvents;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.ledger.FareRefunded;
import dev.hailstone.ledger.internal.TripMoney.State;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.TripCompleted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// What operators can do with a trip's money, over HTTP.
@LedgerModuleTest
class TripMoneyTests {

    private final IncomingEvents incoming;
    private final AccountsApi accounts;
    private Ride ride = Ride.any();

    @Autowired
    TripMoneyTests(IncomingEvents incoming, AccountsApi accounts) {
        this.incoming = incoming;
        this.accounts = accounts;
    }

    @BeforeEach
    void another() {
        ride = Ride.any();
    }

    @Test
    void isHeldAndCaptured() {
        TripMoney held = done(post("hold", hold("30.00")));
        TripMoney captured = done(post("hold/capture", capture("20.00", "2.00", "1.00", "3.00")));

        assertThat(held).isEqualTo(new TripMoney(ride.tripId(), State.HELD, ride.rider(), usd("30.00"), null, null));
        assertThat(captured.state()).isEqualTo(State.CHARGED);
        assertThat(captured.charged()).isEqualTo(usd("26.00"));
        assertThat(accounts.rider(ride.rider())).satisfies(rider -> {
            assertThat(rider.balance()).isEqualTo(usd("-26.00"));
            assertThat(rider.held()).isEqualTo(usd("0.00"));
        });
        assertThat(accounts.driver(ride.driver()).balance()).isEqualTo(usd("18.00"));
        assertThat(money()).isEqualTo(captured);
    }

    @Test
    void isHeldAndReleased() {
        done(post("hold", hold("30.00")));

        TripMoney released = done(post("hold/release", ""));

        assertThat(released.state()).isEqualTo(State.RELEASED);
        assertThat(released.riderId()).isEqualTo(ride.rider());
        assertThat(accounts.rider(ride.rider()).available()).isEqualTo(usd("50.00"));
        assertProblem(post("hold/release", ""), HttpStatus.CONFLICT, "wrong-state");
        assertProblem(post("hold/capture", capture("1.00", "0.00", "0.00", "0.00")), HttpStatus.CONFLICT,
                "wrong-state");
    }

    @Test
    void isNotHeldBeyondTheLimit() {
        String key = UUID.randomUUID().toString();

        MvcTestResult refused = accounts.post(path("hold"), key, hold("50.01"));

        assertProblem(refused, HttpStatus.CONFLICT, "insufficient-balance");
        assertThat(refused).bodyJson().extractingPath("$.available.amount").isEqualTo(50.00);
        assertThat(money().state()).isEqualTo(State.UNKNOWN);
        // A command that was refused is judged again.
        accounts.deposit(ride.rider(), usd("0.01"));
        assertThat(accounts.post(path("hold"), key, hold("50.01"))).hasStatusOk();
    }

    @Test
    void isChargedOnceWithoutAHold() {
        String key = UUID.randomUUID().toString();

        TripMoney charged = accounts.read(accounts.post(path("charge"), key, charge("10.00")), TripMoney.class);
        TripMoney repeated = accounts.read(accounts.post(path("charge"), key, charge("10.00")), TripMoney.class);

        assertThat(charged.charged()).isEqualTo(usd("10.00"));
        assertThat(repeated).isEqualTo(charged);
        assertProblem(accounts.post(path("charge"), key, charge("11.00")), HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency-key-reused");
        assertProblem(post("charge", charge("10.00")), HttpStatus.CONFLICT, "wrong-state");
        incoming.deliver(ride.completed(Fare.of(usd("10.00"))));
        assertThat(accounts.rider(ride.rider()).charged()).isEqualTo(usd("10.00"));
    }

    @Test
    void isKnownToBeChargedHoweverManyPartsAreRefunded() throws Exception {
        done(post("hold", hold("30.00")));
        incoming.deliver(ride.completed(Fare.of(usd("20.00"))));
        try (ExecutorService callers = Executors.newFixedThreadPool(64)) {
            List<Callable<MvcTestResult>> refunds = Collections.nCopies(1_001,
                    () -> post("refunds", AccountsApi.amount(usd("0.01"))));
            for (Future<MvcTestResult> each : callers.invokeAll(refunds)) {
                done(each.get());
            }
        }

        assertThat(money().state()).isEqualTo(State.CHARGED);
        assertThat(money().refunded()).isEqualTo(usd("10.01"));
        assertProblem(post("hold/release", ""), HttpStatus.CONFLICT, "wrong-state");
        assertThat(done(post("refunds", "{}")).refunded()).isEqualTo(usd("20.00"));
    }

    @Test
    void isRefundedInPartsAndThenWhole(AssertablePublishedEvents published) {
        incoming.deliver(ride.completed(new Fare(usd("10.01"), usd("1.00"), usd("0.50"), usd("2.00"))));
        TrialBalance before = accounts.trialBalance();

        TripMoney part = done(post("refunds", AccountsApi.amount(usd("3.33"))));
        assertProblem(post("refunds", AccountsApi.amount(usd("10.19"))), HttpStatus.CONFLICT, "refund-too-large");
        TripMoney whole = done(post("refunds", "{}"));

        assertThat(part.refunded()).isEqualTo(usd("3.33"));
        assertThat(whole.refunded()).isEqualTo(whole.charged()).isEqualTo(usd("13.51"));
        assertThat(accounts.rider(ride.rider()).balance()).isEqualTo(usd("0.00"));
        assertThat(accounts.driver(ride.driver()).balance()).isEqualTo(usd("0.00"));
        TrialBalance after = accounts.trialBalance();
        assertThat(after.balanced()).isTrue();
        assertThat(balance(before, "platform:revenue").minus(balance(after, "platform:revenue")))
                .isEqualTo(usd("2.50"));
        assertThat(balance(before, "surcharges:payable").minus(balance(after, "surcharges:payable")))
                .isEqualTo(usd("2.00"));
        assertThat(accounts.statement(ride.rider(), 0, 50).entries()).extracting(StatementEntry::reason)
                .containsExactly(StatementReason.FARE, StatementReason.REFUND, StatementReason.REFUND);
        assertProblem(post("refunds", "{}"), HttpStatus.CONFLICT, "refund-too-large");
        assertThat(published.ofType(FareRefunded.class).matching(event -> event.tripId().equals(ride.tripId())))
                .extracting(FareRefunded::number, FareRefunded::total)
                .containsExactly(tuple(1, usd("3.33")), tuple(2, usd("10.18")));
    }

    @Test
    void isNotRefundedIfItWasNotCharged() {
        assertProblem(post("refunds", "{}"), HttpStatus.CONFLICT, "wrong-state");
        assertThat(post("refunds", AccountsApi.amount(usd("-1.00")))).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void isAsBeforeWhenTheChargeIsReversed() {
        accounts.deposit(ride.rider(), usd("40.00"));
        incoming.deliver(ride.requested(usd("12.00")),
                ride.completed(new Fare(usd("10.00"), usd("1.00"), usd("0.00"), usd("2.00"))));
        StatementEntry fare = accounts.statement(ride.rider(), 0, 50).entries().getLast();
        String key = UUID.randomUUID().toString();

        MvcTestResult reversed = reverse(fare, key, "wrong rider");
        MvcTestResult repeated = reverse(fare, key, "wrong rider");

        assertThat(accounts.read(reversed, BooksController.Reversal.class))
                .isEqualTo(accounts.read(repeated, BooksController.Reversal.class));
        assertThat(accounts.rider(ride.rider())).satisfies(rider -> {
            assertThat(rider.balance()).isEqualTo(usd("40.00"));
            assertThat(rider.held()).isEqualTo(usd("0.00"));
        });
        assertThat(accounts.driver(ride.driver()).balance()).isEqualTo(usd("0.00"));
        assertThat(money().state()).isEqualTo(State.REVERSED);
        assertThat(money().riderId()).isEqualTo(ride.rider());
        assertThat(accounts.statement(ride.rider(), 0, 50).entries()).extracting(StatementEntry::amount)
                .containsExactly(usd("40.00"), usd("-13.00"), usd("13.00"));
        assertThat(accounts.trialBalance().balanced()).isTrue();
        assertProblem(reverse(fare, key, "another reason"), HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency-key-reused");
        assertProblem(reverse(fare, UUID.randomUUID().toString(), "again"), HttpStatus.CONFLICT, "not-reversible");
        StatementEntry reversal = accounts.statement(ride.rider(), 0, 50).entries().getLast();
        assertProblem(reverse(reversal, UUID.randomUUID().toString(), "back"), HttpStatus.CONFLICT, "not-reversible");
        assertThat(accounts.rebuild().differences()).isZero();
    }

    @Test
    void isChargedAnewWhenTheChargeWasReversed(AssertablePublishedEvents published) {
        TripCompleted completed = ride.completed(Fare.of(usd("10.00")));
        incoming.deliver(ride.requested(usd("12.00")), completed);
        StatementEntry wrong = accounts.statement(ride.rider(), 0, 50).entries().getLast();
        assertThat(reverse(wrong, UUID.randomUUID().toString(), "wrong rider")).hasStatusOk();
        incoming.deliver(completed);
        assertThat(money().state()).isEqualTo(State.REVERSED);
        Ride other = new Ride(ride.tripId(), Ride.anyRider(), ride.driver());

        TripMoney charged = done(post("charge", "{\"riderId\":\"%s\",\"driverId\":\"%s\",\"fare\":%s}"
                .formatted(other.rider(), ride.driver(), fare("10.00", "0.00", "0.00", "0.00"))));

        assertThat(charged).isEqualTo(new TripMoney(ride.tripId(), State.CHARGED, other.rider(), null, usd("10.00"),
                usd("0.00")));
        assertThat(accounts.rider(ride.rider()).balance()).isEqualTo(usd("0.00"));
        assertThat(accounts.rider(other.rider()).balance()).isEqualTo(usd("-10.00"));
        assertThat(accounts.driver(ride.driver()).balance()).isEqualTo(usd("7.50"));
        assertThat(accounts.read(accounts.get("/drivers/%s/earnings?from=2026-11-23&to=2026-11-23"
                .formatted(ride.driver())), DriverEarnings.class).days()).singleElement().satisfies(day -> {
                    assertThat(day.trips()).isEqualTo(1);
                    assertThat(day.earned().amount()).isEqualTo("7.50");
                });
        assertProblem(post("charge", charge("10.00")), HttpStatus.CONFLICT, "wrong-state");
        incoming.deliver(completed);
        assertThat(money()).isEqualTo(charged);
        StatementEntry wrongToo = accounts.statement(other.rider(), 0, 50).entries().getLast();
        assertThat(reverse(wrongToo, UUID.randomUUID().toString(), "right rider after all")).hasStatusOk();
        assertThat(done(post("charge", charge("10.00"))).riderId()).isEqualTo(ride.rider());
        assertThat(published.ofType(FareCharged.class).matching(event -> event.tripId().equals(ride.tripId())))
                .extracting(FareCharged::riderId)
                .containsExactly(ride.rider(), other.rider(), ride.rider());
        assertThat(accounts.trialBalance().balanced()).isTrue();
        assertThat(accounts.rebuild().differences()).isZero();
        assertThat(accounts.verify().sound()).isTrue();
    }

    @Test
    void aDepositIsNotReversedBeyondTheLimit() {
        accounts.deposit(ride.rider(), usd("100.00"));
        StatementEntry deposit = accounts.statement(ride.rider(), 0, 50).entries().getLast();
        done(post("hold", hold("50.01")));

        assertProblem(reverse(deposit, UUID.randomUUID().toString(), "bounced"), HttpStatus.CONFLICT,
                "not-reversible");
        assertThat(accounts.rider(ride.rider()).balance()).isEqualTo(usd("100.00"));
        done(post("hold/capture", capture("50.01", "0.00", "0.00", "0.00")));
        assertProblem(reverse(deposit, UUID.randomUUID().toString(), "bounced"), HttpStatus.CONFLICT,
                "not-reversible");
        done(post("refunds", AccountsApi.amount(usd("0.01"))));
        assertThat(reverse(deposit, UUID.randomUUID().toString(), "bounced")).hasStatusOk();
        assertThat(accounts.rider(ride.rider())).satisfies(rider -> {
            assertThat(rider.balance()).isEqualTo(usd("-50.00"));
            assertThat(rider.available()).isEqualTo(usd("0.00"));
        });
    }

    @Test
    void isNeverMoreThanACommandMayMove() {
        MvcTestResult answer = post("charge", charge("1000000.01"));

        assertProblem(answer, HttpStatus.BAD_REQUEST, "invalid-value");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo("fare");
        assertThat(post("hold", hold("1000000.01"))).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("hold/capture", capture("999999.00", "1.01", "0.00", "0.00")))
                .hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("charge", charge("1000000.01").replace("USD", "VND").replace(".01", "").replace("0.00", "0")))
                .hasStatusOk();
        assertThat(accounts.post("/plain/77/update_balance", "{\"amount\": -1000000.01}"))
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void aPayoutThatCameBackIsReversed() {
        incoming.deliver(ride.completed(Fare.of(usd("40.00"))));
        accounts.post("/drivers/" + ride.driver() + "/payouts", AccountsApi.amount(usd("30.00")));
        StatementEntry payout = accounts.statement(ride.driver()).entries().getLast();

        assertThat(reverse(payout, UUID.randomUUID().toString(), "account closed")).hasStatusOk();

        assertThat(accounts.driver(ride.driver())).satisfies(driver -> {
            assertThat(driver.balance()).isEqualTo(usd("30.00"));
            assertThat(driver.paidOut()).isEqualTo(usd("0.00"));
            assertThat(driver.earned()).isEqualTo(usd("30.00"));
        });
    }

    @Test
    void whatIsNotThereIsNotReversed() {
        assertProblem(accounts.post("/transactions/" + UUID.randomUUID() + "/reversal", "{\"reason\":\"none\"}"),
                HttpStatus.NOT_FOUND, "unknown-transaction");
        assertThat(accounts.post("/transactions/" + UUID.randomUUID() + "/reversal", "{\"reason\":\" \"}"))
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    private MvcTestResult reverse(StatementEntry entry, String key, String reason) {
        return accounts.post("/transactions/" + entry.transactionId() + "/reversal", key,
                "{\"reason\":\"" + reason + "\"}");
    }

    private MvcTestResult post(String what, String body) {
        return accounts.post(path(what), body);
    }

    private TripMoney done(MvcTestResult answer) {
        return accounts.read(answer, TripMoney.class);
    }

    private TripMoney money() {
        return accounts.read(accounts.get("/trips/" + ride.tripId()), TripMoney.class);
    }

    private String path(String what) {
        return "/trips/" + ride.tripId() + "/" + what;
    }

    private String hold(String amount) {
        return "{\"riderId\":\"%s\",%s".formatted(ride.rider(), AccountsApi.amount(usd(amount)).substring(1));
    }

    private String capture(String ridePrice, String tip, String tolls, String surcharges) {
        return "{\"driverId\":\"%s\",\"fare\":%s}".formatted(ride.driver(), fare(ridePrice, tip, tolls, surcharges));
    }

    private String charge(String amount) {
        return "{\"riderId\":\"%s\",\"driverId\":\"%s\",\"fare\":%s}".formatted(ride.rider(), ride.driver(),
                fare(amount, "0.00", "0.00", "0.00"));
    }

    private static String fare(String... parts) {
        List<String> names = List.of("ride", "tip", "tolls", "surcharges");
        StringBuilder fare = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            fare.append(i == 0 ? "{" : ",")
                    .append("\"%s\":{\"amount\":%s,\"currency\":\"USD\"}".formatted(names.get(i), parts[i]));
        }
        return fare.append("}").toString();
    }

    private static Money balance(TrialBalance trialBalance, String account) {
        return trialBalance.lines()
                .stream()
                .filter(line -> line.accounts().equals(account)
                        && line.balance().currency().getCurrencyCode().equals("USD"))
                .map(line -> new Money(line.balance().amount(), line.balance().currency()))
                .findAny()
                .orElse(usd("0.00"));
    }

    private static void assertProblem(MvcTestResult answer, HttpStatus status, String name) {
        assertThat(answer).hasStatus(status);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("urn:hailstone:problem:" + name);
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
