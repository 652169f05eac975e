package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.test.AssertablePublishedEvents;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.CancellationFeeCharged;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.ledger.HoldDeclined;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.ledger.RiderBalance;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;

import static org.assertj.core.api.Assertions.assertThat;

@LedgerModuleTest
class LedgerModuleTests {

    private final IncomingEvents incoming;
    private final HoldingFares holdingFares;
    private final TransactionTemplate transactions;
    private final Attempts attempts;
    private final AccountsApi accounts;

    @Autowired
    LedgerModuleTests(IncomingEvents incoming, HoldingFares holdingFares, TransactionTemplate transactions,
            Attempts attempts, AccountsApi accounts) {
        this.incoming = incoming;
        this.holdingFares = holdingFares;
        this.transactions = transactions;
        this.attempts = attempts;
        this.accounts = accounts;
    }

    @Test
    void holdsTheQuotedFareOfATrip(AssertablePublishedEvents published) {
        Ride ride = Ride.any();
        accounts.deposit(ride.rider(), usd("20.00"));

        incoming.deliver(ride.requested(usd("12.95")));

        RiderBalance balance = accounts.rider(ride.rider());
        assertThat(balance.balance()).isEqualTo(usd("20.00"));
        assertThat(balance.held()).isEqualTo(usd("12.95"));
        assertThat(balance.available()).isEqualTo(usd("57.05"));
        assertThat(published.ofType(HoldPlaced.class).matching(event -> event.tripId().equals(ride.tripId())))
                .singleElement()
                .extracting(HoldPlaced::amount)
                .isEqualTo(usd("12.95"));
    }

    @Test
    void holdsUpToTheCreditLimitAndNotACentMore(AssertablePublishedEvents published) {
        RiderId rider = Ride.anyRider();
        Ride first = Ride.of(rider);
        Ride second = Ride.of(rider);

        incoming.deliver(first.requested(usd("49.99")));
        incoming.deliver(second.requested(usd("0.02")));

        assertThat(accounts.rider(rider).held()).isEqualTo(usd("49.99"));
        assertThat(published.ofType(HoldPlaced.class).matching(event -> event.tripId().equals(first.tripId())))
                .hasSize(1);
        assertThat(published.ofType(HoldPlaced.class).matching(event -> event.tripId().equals(second.tripId())))
                .isEmpty();
        HoldDeclined declined = published.ofType(HoldDeclined.class)
                .matching(event -> event.tripId().equals(second.tripId()))
                .iterator()
                .next();
        assertThat(declined.amount()).isEqualTo(usd("0.02"));
        assertThat(declined.available()).isEqualTo(usd("0.01"));
    }

    @Test
    void holdsOnceHoweverOftenATripIsToldOf(AssertablePublishedEvents published) {
        Ride ride = Ride.any();

        incoming.deliver(ride.requested(usd("10.00")), ride.requested(usd("10.00")));
        incoming.deliver(ride.requested(usd("10.00")));

        assertThat(accounts.rider(ride.rider()).held()).isEqualTo(usd("10.00"));
        assertThat(published.ofType(HoldPlaced.class).matching(event -> event.tripId().equals(ride.tripId())))
                .hasSize(1);
    }

    @Test
    void decidesOnTheHoldsThatTheSameTransactionHasPlaced() {
        RiderId rider = Ride.anyRider();

        transactions.executeWithoutResult(_ -> {
            for (int i = 0; i < 3; i++) {
                holdingFares.on(Ride.of(rider).requested(usd("20.00")));
            }
        });

        assertThat(accounts.rider(rider).held()).isEqualTo(usd("40.00"));
    }

    @Test
    void holdsAtOnceDoNotExceedWhatIsAvailable() {
        RiderId rider = Ride.anyRider();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> attempts.of(() -> transactions.execute(_ -> {
                    holdingFares.on(Ride.of(rider).requested(usd("20.00")));
                    return true;
                })));
            }
        }

        assertThat(accounts.rider(rider).held()).isEqualTo(usd("40.00"));
    }

    @Test
    void releasesTheHoldOfACancelledTrip() {
        Ride ride = Ride.any();

        incoming.deliver(ride.requested(usd("30.00")), ride.cancelled(), ride.cancelled());

        assertThat(accounts.rider(ride.rider())).satisfies(balance -> {
            assertThat(balance.held()).isEqualTo(usd("0.00"));
            assertThat(balance.available()).isEqualTo(usd("50.00"));
        });
    }

    @Test
    void chargesTheFeeOfALateCancellationOutOfTheHoldOnce(AssertablePublishedEvents published) {
        Ride ride = Ride.any();

        incoming.deliver(ride.requested(usd("30.00")), ride.cancelledFor(usd("7.51")));
        incoming.deliver(ride.cancelledFor(usd("7.51")));

        assertThat(accounts.rider(ride.rider())).satisfies(balance -> {
            assertThat(balance.held()).isEqualTo(usd("0.00"));
            assertThat(balance.balance()).isEqualTo(usd("-7.51"));
        });
        CancellationFeeCharged charged = published.ofType(CancellationFeeCharged.class)
                .matching(event -> event.tripId().equals(ride.tripId()))
                .iterator()
                .next();
        assertThat(charged.fee()).isEqualTo(usd("7.51"));
        assertThat(charged.driverShare().plus(charged.platformShare())).isEqualTo(usd("7.51"));
        assertThat(accounts.driver(ride.driver()).balance()).isEqualTo(charged.driverShare());
        assertThat(published.ofType(CancellationFeeCharged.class)
                .matching(event -> event.tripId().equals(ride.tripId()))).hasSize(1);
        assertThat(published.ofType(FareCharged.class).matching(event -> event.tripId().equals(ride.tripId())))
                .isEmpty();
        assertThat(accounts.trialBalance().balanced()).isTrue();
    }

    @Test
    void releasesNothingOfATripWithoutHold() {
        Ride declined = Ride.any();
        Ride unknown = Ride.any();

        incoming.deliver(declined.requested(usd("80.00")), declined.cancelled(), unknown.cancelled());

        assertThat(accounts.rider(declined.rider()).held()).isEqualTo(usd("0.00"));
        assertThat(accounts.rider(unknown.rider()).held()).isEqualTo(usd("0.00"));
    }

    @Test
    void chargesACompletedTripAndGivesEverybodyTheirShare(AssertablePublishedEvents published) {
        Ride ride = Ride.any();
        TrialBalance before = accounts.trialBalance();
        accounts.deposit(ride.rider(), usd("40.00"));

        incoming.deliver(ride.requested(usd("18.00")),
                ride.completed(new Fare(usd("20.02"), usd("3.00"), usd("6.94"), usd("2.50"))));

        assertThat(accounts.rider(ride.rider())).satisfies(rider -> {
            assertThat(rider.balance()).isEqualTo(usd("7.54"));
            assertThat(rider.held()).isEqualTo(usd("0.00"));
            assertThat(rider.charged()).isEqualTo(usd("32.46"));
        });
        // Three quarters of 20.02 are 15.015, half-even 15.02.
        assertThat(accounts.driver(ride.driver()).balance()).isEqualTo(usd("24.96"));
        TrialBalance after = accounts.trialBalance();
        assertThat(growth("platform:revenue", before, after)).isEqualTo(usd("5.00"));
        assertThat(growth("surcharges:payable", before, after)).isEqualTo(usd("2.50"));
        assertThat(growth("platform:cash", before, after)).isEqualTo(usd("40.00"));
        FareCharged charged = published.ofType(FareCharged.class)
                .matching(event -> event.tripId().equals(ride.tripId()))
                .iterator()
                .next();
        assertThat(charged.total()).isEqualTo(usd("32.46"));
        assertThat(charged.driverShare()).isEqualTo(usd("24.96"));
        assertThat(charged.platformShare()).isEqualTo(usd("5.00"));
    }

    @Test
    void chargesOnceHoweverOftenATripIsToldToBeOver(AssertablePublishedEvents published) {
        Ride ride = Ride.any();
        Fare fare = Fare.of(usd("10.00"));

        incoming.deliver(ride.requested(usd("10.00")), ride.completed(fare), ride.completed(fare));
        incoming.deliver(ride.completed(fare));
        incoming.deliver(ride.cancelled());

        assertThat(accounts.rider(ride.rider()).charged()).isEqualTo(usd("10.00"));
        assertThat(accounts.driver(ride.driver()).balance()).isEqualTo(usd("7.50"));
        assertThat(published.ofType(FareCharged.class).matching(event -> event.tripId().equals(ride.tripId())))
                .hasSize(1);
    }

    @Test
    void chargesWhoeverWasDrivenEvenWithoutAHold() {
        Ride unheld = Ride.any();
        Ride declined = Ride.any();

        incoming.deliver(unheld.completed(Fare.of(usd("10.00"))));
        incoming.deliver(declined.requested(usd("75.00")), declined.completed(Fare.of(usd("75.00"))));

        assertThat(accounts.rider(unheld.rider()).balance()).isEqualTo(usd("-10.00"));
        assertThat(accounts.rider(declined.rider()).balance()).isEqualTo(usd("-75.00"));
        assertThat(accounts.rider(declined.rider()).held()).isEqualTo(usd("0.00"));
    }

    @Test
    void countsATripThatCostNothing() {
        Ride ride = Ride.any();

        incoming.deliver(ride.completed(Fare.of(usd("0.00"))));

        RiderCharges charges = accounts.read(accounts.get("/rider-charges?riderIdPrefix=" + ride.rider()),
                RiderCharges.class);
        assertThat(charges.charges()).isEqualTo(1);
        assertThat(charges.total().amount()).isEqualTo("0.00");
        assertThat(accounts.statement(ride.rider(), 0, 50).entries()).isEmpty();
    }

    @Test
    void keepsCurrenciesApart() {
        Ride ride = Ride.any();
        accounts.deposit(ride.rider(), usd("100.00"));
        Money yen = Money.of("1200", "JPY");

        incoming.deliver(ride.requested(yen), ride.completed(Fare.of(yen)));

        assertThat(accounts.rider(ride.rider())).satisfies(rider -> {
            assertThat(rider.balance()).isEqualTo(usd("100.00"));
            assertThat(rider.charged()).isEqualTo(usd("0.00"));
        });
        TrialBalance trialBalance = accounts.trialBalance();
        assertThat(trialBalance.balanced()).isTrue();
        assertThat(trialBalance.totals()).extracting(total -> total.debits().currency().getCurrencyCode())
                .contains("JPY", "USD");
    }

    @Test
    void statesWhatMovedAndWhatWasLeft() {
        Ride ride = Ride.any();
        accounts.deposit(ride.rider(), usd("20.00"));
        incoming.deliver(ride.requested(usd("8.00")), ride.completed(Fare.of(usd("8.00"))));
        accounts.deposit(ride.rider(), usd("5.00"));

        List<StatementEntry> entries = accounts.statement(ride.rider(), 0, 50).entries();

        assertThat(entries).extracting(StatementEntry::reason)
                .containsExactly(StatementReason.DEPOSIT,
                        StatementReason.FARE, StatementReason.DEPOSIT);
        assertThat(entries).extracting(StatementEntry::amount)
                .containsExactly(usd("20.00"), usd("-8.00"),
                        usd("5.00"));
        assertThat(entries).extracting(line -> line.balance().amount())
                .containsExactly(new BigDecimal("20.00"), new BigDecimal("12.00"), new BigDecimal("17.00"));
        assertThat(entries.get(1).tripId()).isEqualTo(ride.tripId());
        assertThat(accounts.statement(ride.driver()).entries()).singleElement()
                .satisfies(earnings -> {
                    assertThat(earnings.reason()).isEqualTo(StatementReason.EARNINGS);
                    assertThat(earnings.amount()).isEqualTo(usd("6.00"));
                });
    }

    @Test
    void pagesAStatementThatGoesOnGrowing() {
        RiderId rider = Ride.anyRider();
        for (int dollars = 1; dollars <= 5; dollars++) {
            accounts.deposit(rider, usd(dollars + ".00"));
        }

        Statement first = accounts.statement(rider, 0, 2);
        accounts.deposit(rider, usd("6.00"));
        Statement second = accounts.statement(rider, first.entries().getLast().position(), 3);
        Statement third = accounts.statement(rider, second.entries().getLast().position(), 3);

        assertThat(first.entries()).extracting(StatementEntry::amount).containsExactly(usd("1.00"), usd("2.00"));
        assertThat(second.entries()).extracting(StatementEntry::amount)
                .containsExactly(usd("3.00"), usd("4.00"),
                        usd("5.00"));
        assertThat(third.entries()).extracting(StatementEntry::amount).containsExactly(usd("6.00"));
        assertThat(third.position()).isGreaterThanOrEqualTo(third.entries().getLast().position());
    }

    @Test
    void sumsChargesOfRidersWhoseIdBeginsAlike() {
        RiderId one = RiderId.of("prefix_a-1");
        RiderId two = RiderId.of("prefix_a-2");
        // An underscore is a wildcard of LIKE; it must not be one here.
        RiderId other = RiderId.of("prefixXa-3");
        RiderId uncharged = RiderId.of("prefix_a-4");
        for (RiderId rider : List.of(one, two, two, other)) {
            incoming.deliver(Ride.of(rider).completed(Fare.of(usd("7.25"))));
        }
        accounts.deposit(uncharged, usd("1.00"));

        RiderCharges charges = accounts.read(accounts.get("/rider-charges?riderIdPrefix=prefix_a-"),
                RiderCharges.class);

        assertThat(charges.riders()).isEqualTo(2);
        assertThat(charges.charges()).isEqualTo(3);
        assertThat(charges.total()).isEqualTo(new Sum(new BigDecimal("21.75"), Currency.getInstance("USD")));
    }

    @Test
    void aRiderMayBeCalledCharges() {
        RiderId rider = RiderId.of("charges");

        accounts.deposit(rider, usd("5.00"));

        assertThat(accounts.rider(rider).balance()).isEqualTo(usd("5.00"));
    }

    @Test
    void knowsNobodyAsNobodyWhoOwesNothing() {
        assertThat(accounts.rider(Ride.anyRider())).satisfies(rider -> {
            assertThat(rider.balance()).isEqualTo(usd("0.00"));
            assertThat(rider.available()).isEqualTo(usd("50.00"));
        });
        assertThat(accounts.driver(Ride.anyDriver()).balance()).isEqualTo(usd("0.00"));
    }

    private static Money growth(String account, TrialBalance before, TrialBalance after) {
        return balance(account, after).minus(balance(account, before));
    }

    private static Money balance(String account, TrialBalance trialBalance) {
        return trialBalance.lines()
                .stream()
                .filter(line -> line.accounts().equals(account)
                        && line.balance().currency().getCurrencyCode().equals("USD"))
                .map(line -> new Money(line.balance().amount(), line.balance().currency()))
                .findAny()
                .orElse(usd("0.00"));
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
