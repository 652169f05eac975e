package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.RiderBalance;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;

import static org.assertj.core.api.Assertions.assertThat;

/// What is asked as of a point in history, or not before one.
@LedgerModuleTest
class ReadModelTests {

    private final IncomingEvents incoming;
    private final AccountsApi accounts;
    private final Entries entries;
    private final LedgerProperties properties;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    @Autowired
    ReadModelTests(IncomingEvents incoming, AccountsApi accounts, Entries entries, LedgerProperties properties,
            TransactionTemplate transactions, JdbcClient jdbc) {
        this.incoming = incoming;
        this.accounts = accounts;
        this.entries = entries;
        this.properties = properties;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// The position in the answer to a command is one that covers it.
    @Test
    void haveWhatACommandDidAtItsPosition() {
        RiderId rider = Ride.anyRider();
        for (int i = 1; i <= 20; i++) {
            RiderBalance balance = accounts.deposit(rider, usd("1.00"));

            Statement statement = accounts.read(
                    accounts.getNow("/riders/%s/statement?atLeast=%d".formatted(rider, balance.position())),
                    Statement.class);

            assertThat(statement.entries()).hasSize(i);
            assertThat(statement.position()).isGreaterThanOrEqualTo(balance.position());
        }
    }

    /// The answer to a refund tells no position. A balance that is asked for afterwards does.
    @Test
    void haveWhatARefundDidAtThePositionOfABalanceAfterwards() {
        Ride ride = Ride.any();
        incoming.deliver(ride.completed(Fare.of(usd("20.00"))));
        assertThat(accounts.post("/trips/" + ride.tripId() + "/refunds", AccountsApi.amount(usd("4.00"))))
                .hasStatusOk();

        long position = accounts.read(accounts.getNow("/drivers/" + ride.driver()), DriverBalance.class).position();
        DriverEarnings earnings = accounts.read(
                accounts.getNow("/drivers/%s/earnings?from=2026-11-23&to=2026-11-23&atLeast=%d"
                        .formatted(ride.driver(), position)),
                DriverEarnings.class);

        assertThat(earnings.position()).isGreaterThanOrEqualTo(position);
        assertThat(earnings.days()).extracting(day -> day.earned().amount())
                .containsExactly(new BigDecimal("12.00"));
    }

    /// As a rebuild does while it compares and exchanges.
    @Test
    void waitForNobodyWhoKeepsTheBookkeeperWaiting() {
        RiderId rider = Ride.anyRider();
        long reached = accounts.deposit(rider, usd("5.00")).position();
        String known = "/riders/%s/balance?atLeast=%d".formatted(rider, reached);
        String next = "/riders/%s/balance?atLeast=%d".formatted(rider, reached + 1);
        assertThat(accounts.getNow(known)).hasStatusOk();

        try (ExecutorService others = Executors.newSingleThreadExecutor()) {
            transactions.executeWithoutResult(_ -> {
                jdbc.sql("select position from ledger_head for update").query(Long.class).single();
                List<MvcTestResult> answers = CompletableFuture.supplyAsync(() -> {
                    accounts.deposit(rider, usd("1.00"));
                    return List.of(accounts.getNow(next), accounts.getNow(known));
                }, others).join();

                assertThat(answers.getFirst()).hasStatus(HttpStatus.CONFLICT);
                assertThat(answers.getLast()).hasStatusOk();
            });
        }

        assertThat(accounts.getNow(next)).hasStatusOk();
    }

    @Test
    void waitForAPositionThatComes() throws Exception {
        RiderId rider = Ride.anyRider();
        long next = accounts.rider(rider).position() + 1;
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<MvcTestResult> waiting = threads
                    .submit(() -> accounts.getNow("/riders/%s/balance?atLeast=%d".formatted(rider, next)));
            accounts.deposit(rider, usd("5.00"));

            assertThat(accounts.read(waiting.get(), AccountBalance.class).balance().amount())
                    .isEqualTo("5.00");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/trial-balance?", "/rider-charges?", "/riders/r1/balance?", "/riders/r1/statement?",
            "/drivers/d1/balance?", "/drivers/d1/statement?",
            "/drivers/d1/earnings?from=2026-11-23&to=2026-11-23&", "/revenue?day=2026-11-23&"})
    void sayThatAPositionIsNotReached(String question) {
        MvcTestResult answer = accounts.getNow(question + "atLeast=999999999");

        assertThat(answer).hasStatus(HttpStatus.CONFLICT);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("urn:hailstone:problem:position-not-reached");
        assertThat(answer).bodyJson().extractingPath("$.position").isNotNull();
        assertThat(accounts.getNow(question + "atLeast=-1")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void rememberEveryPointInTime() {
        Ride ride = Ride.any();
        accounts.deposit(ride.rider(), usd("20.00"));
        long afterDeposit = accounts.statement(ride.rider(), 0, 50).position();
        incoming.deliver(ride.requested(usd("8.00")));
        long whileHeld = accounts.statement(ride.rider(), 0, 50).position();
        incoming.deliver(ride.completed(Fare.of(usd("9.00"))));
        Instant charged = accounts.statement(ride.rider(), 0, 50).entries().getLast().at();
        accounts.deposit(ride.rider(), usd("5.00"));

        assertThat(balance(ride.rider(), "asOf=0")).isEqualTo(List.of(usd("0.00"), usd("0.00")));
        assertThat(balance(ride.rider(), "asOf=" + afterDeposit)).isEqualTo(List.of(usd("20.00"), usd("0.00")));
        assertThat(balance(ride.rider(), "asOf=" + whileHeld)).isEqualTo(List.of(usd("20.00"), usd("8.00")));
        assertThat(balance(ride.rider(), "asOf=" + charged)).isEqualTo(List.of(usd("11.00"), usd("0.00")));
        assertThat(balance(ride.rider(), "")).isEqualTo(List.of(usd("16.00"), usd("0.00")));
        assertThat(balance(ride.rider(), "currency=EUR"))
                .isEqualTo(List.of(Money.of("0.00", "EUR"), Money.of("0.00", "EUR")));
        Statement then = accounts.read(accounts.get("/riders/%s/statement?asOf=%s".formatted(ride.rider(), charged)),
                Statement.class);
        assertThat(then.entries()).extracting(StatementEntry::amount).containsExactly(usd("20.00"), usd("-9.00"));
        assertThat(accounts.get("/riders/r1/balance?asOf=yesterday")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(accounts.get("/riders/r1/balance?currency=dollars")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    /// Whoever commits last may have looked at the clock first, and clocks may differ. Still a statement never goes back in
    /// time, so that what it says of an instant is what its lines add up to.
    @Test
    void neverGoBackInTime() {
        RiderId rider = Ride.anyRider();
        Instant late = Instant.parse("2026-11-23T12:00:10Z");
        deposit(rider, late);
        assertThat(balance(rider, "")).isEqualTo(List.of(usd("1.00"), usd("0.00")));
        deposit(rider, late.minusSeconds(10));
        deposit(rider, late.plusSeconds(10));

        Statement statement = accounts.statement(rider, 0, 50);

        assertThat(statement.entries()).extracting(StatementEntry::at)
                .containsExactly(late, late, late.plusSeconds(10));
        assertThat(balance(rider, "asOf=" + late.minusSeconds(5))).isEqualTo(List.of(usd("0.00"), usd("0.00")));
        assertThat(balance(rider, "asOf=" + late)).isEqualTo(List.of(usd("2.00"), usd("0.00")));
        assertThat(accounts.rebuild().differences()).isZero();
        assertThat(accounts.statement(rider, 0, 50)).isEqualTo(statement);
    }

    private void deposit(RiderId rider, Instant now) {
        transactions.executeWithoutResult(_ -> {
            Books books = new Books(entries, properties, Clock.fixed(now, ZoneOffset.UTC), () -> {});
            books.record(new Entry.DepositReceived(rider, usd("1.00")));
            books.beforeCommit(false);
        });
    }

    /// A year's turnover has more digits in some currencies than any single account will ever have.
    @Test
    void addUpMoreThanAnAccountMayHave() {
        String add = """
                insert into account (generation, account, currency, debits, credits, held, charges, charged)
                select account_generation, :account, 'VND', :debits, :credits, 0, :charges, :credits from ledger_head""";
        BigDecimal much = new BigDecimal("9000000000000000");
        try {
            transactions.executeWithoutResult(_ -> {
                jdbc.sql(add)
                        .params(Map.of("account", "platform:cash", "debits", much, "credits", 0, "charges", 0))
                        .update();
                jdbc.sql(add)
                        .params(Map.of("account", "rider:vn", "debits", 0, "credits", much, "charges", 1))
                        .update();
                jdbc.sql("""
                        insert into driver_earnings (generation, account, day, currency, trips, earned)
                        select driver_earnings_generation, 'driver:vn', date '2026-11-20', 'VND', 2, :much
                          from ledger_head""").param("much", much).update();
                jdbc.sql("""
                        insert into zone_revenue (generation, zone, hour, currency, trips, fares, revenue)
                        select zone_revenue_generation, 'vn', timestamptz '2026-11-20T12:00:00Z', 'VND', 2, :much,
                               :much
                          from ledger_head""").param("much", much).update();
            });

            TrialBalance trialBalance = accounts.trialBalance();

            Sum sum = new Sum(much, Currency.getInstance("VND"));
            assertThat(accounts.read(accounts.get("/drivers/vn/earnings?from=2026-11-20&to=2026-11-20"),
                    DriverEarnings.class).days()).extracting(DriverEarnings.Day::earned).containsExactly(sum);
            assertThat(accounts.read(accounts.get("/revenue?day=2026-11-20&zone=vn"), ZoneRevenue.class).hours())
                    .containsExactly(new ZoneRevenue.Hour("vn", Instant.parse("2026-11-20T12:00:00Z"), 2, sum, sum));
            assertThat(trialBalance.balanced()).isTrue();
            assertThat(trialBalance.totals()).contains(new TrialBalance.Total(
                    new Sum(much, Currency.getInstance("VND")), new Sum(much, Currency.getInstance("VND"))));
        } finally {
            transactions.executeWithoutResult(_ -> List.of("account", "driver_earnings", "zone_revenue")
                    .forEach(model -> jdbc.sql("delete from %s where currency = 'VND'".formatted(model)).update()));
        }
    }

    /// A driver may not be paid out for years.
    @Test
    void tellABalanceThatIsMoreThanOneAmountMayBe() {
        Ride ride = Ride.any();
        Ride another = new Ride(Ride.any().tripId(), Ride.anyRider(), ride.driver());
        Fare fare = Fare.of(Money.of("90000000000000", "KRW"));
        incoming.deliver(ride.completed(fare));
        incoming.deliver(another.completed(fare));
        String driver = "/drivers/" + ride.driver();

        MvcTestResult balance = accounts.get(driver + "/balance?currency=KRW");
        MvcTestResult statement = accounts.get(driver + "/statement?currency=KRW");

        Sum earned = new Sum(new BigDecimal("135000000000000"), Currency.getInstance("KRW"));
        assertThat(balance).hasStatusOk();
        assertThat(statement).hasStatusOk();
        assertThat(accounts.read(balance, AccountBalance.class).balance()).isEqualTo(earned);
        assertThat(accounts.read(statement, Statement.class).entries().getLast().balance())
                .isEqualTo(earned);
    }

    @ParameterizedTest
    @CsvSource({"asOf,/riders/r1/balance?asOf=%2B1000000000-12-31T23:59:59Z",
            "asOf,/riders/r1/balance?asOf=%2B300000-01-01T00:00:00Z",
            "asOf,/riders/r1/statement?asOf=0000-12-31T00:00:00Z",
            "from,/drivers/d1/earnings?from=%2B999999999-12-31&to=%2B999999999-12-31",
            "from,/drivers/d1/earnings?from=0000-12-31&to=0001-01-01", "day,/revenue?day=%2B999999999-12-31",
            "day,/revenue?day=-0001-01-01"})
    void knowNothingOfYearsThatTheDatabaseDoesNotKnow(String field, String question) {
        MvcTestResult answer = accounts.getNow(question);

        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
    }

    @Test
    void answerForTheFirstAndTheLastDay() {
        assertThat(accounts.getNow("/riders/r1/balance?asOf=0001-01-01T00:00:00Z")).hasStatusOk();
        assertThat(accounts.getNow("/riders/r1/balance?asOf=9999-12-31T23:59:59.999999999Z")).hasStatusOk();
        assertThat(accounts.getNow("/drivers/d1/earnings?from=9999-12-31&to=9999-12-31")).hasStatusOk();
        assertThat(accounts.getNow("/revenue?day=9999-12-31")).hasStatusOk();
    }

    @Test
    void tellDriversWhatTheyEarnedByDay() {
        Ride first = Ride.any();
        Ride second = new Ride(Ride.any().tripId(), Ride.anyRider(), first.driver());
        incoming.deliver(first.completed(new Fare(usd("10.00"), usd("2.00"), usd("0.00"), usd("1.00"))),
                second.completed(Fare.of(usd("20.00"))));
        accounts.post("/drivers/" + first.driver() + "/payouts", AccountsApi.amount(usd("5.00")));
        accounts.post("/trips/" + second.tripId() + "/refunds", AccountsApi.amount(usd("4.00")));

        DriverEarnings earnings = accounts.read(
                accounts.get("/drivers/%s/earnings?from=2026-11-20&to=2026-11-30".formatted(first.driver())),
                DriverEarnings.class);

        assertThat(earnings.days()).singleElement().satisfies(day -> {
            assertThat(day.day()).isEqualTo("2026-11-23");
            assertThat(day.trips()).isEqualTo(2);
            assertThat(day.earned().amount()).isEqualTo("21.50");
        });
        assertThat(accounts.get("/drivers/d1/earnings?from=2026-11-20&to=2026-11-19"))
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void tellRevenueByZoneAndHour() {
        ZoneRevenue.Hour before = revenue();
        Ride ride = Ride.any();
        Ride refunded = Ride.any();
        incoming.deliver(ride.completed(new Fare(usd("10.00"), usd("2.00"), usd("0.00"), usd("1.00"))),
                refunded.completed(Fare.of(usd("20.00"))));
        accounts.post("/trips/" + refunded.tripId() + "/refunds", "{}");

        ZoneRevenue.Hour after = revenue();

        assertThat(after.trips() - before.trips()).isEqualTo(2);
        assertThat(after.fares().minus(before.fares()).amount()).isEqualTo("13.00");
        assertThat(after.revenue().minus(before.revenue()).amount()).isEqualTo("2.50");
    }

    /// Of the zone and hour in which this module's tests drive.
    private ZoneRevenue.Hour revenue() {
        return accounts.read(accounts.get("/revenue?day=2026-11-23&zone=40.74,-74.00"), ZoneRevenue.class)
                .hours()
                .stream()
                .filter(hour -> hour.hour().equals(Instant.parse("2026-11-23T12:00:00Z"))
                        && hour.fares().currency().getCurrencyCode().equals("USD"))
                .findAny()
                .orElseGet(() -> {
                    Sum nothing = new Sum(BigDecimal.ZERO, usd("0.00").currency());
                    return new ZoneRevenue.Hour("40.74,-74.00", Instant.EPOCH, 0, nothing, nothing);
                });
    }

    private List<Money> balance(RiderId rider, String point) {
        AccountBalance balance = accounts.read(accounts.get("/riders/%s/balance?%s".formatted(rider, point)),
                AccountBalance.class);
        return List.of(new Money(balance.balance().amount(), balance.balance().currency()), balance.held());
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
