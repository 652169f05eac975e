package dev.hailstone.ledger.internal;

import java.util.Arrays;
import java.util.Currency;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.RiderBalance;
import dev.hailstone.ledger.internal.Account.Driver;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.ledger.internal.PayingDrivers.PayDriver;
import dev.hailstone.ledger.internal.ReceivingDeposits.ReceiveDeposit;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;

@RestController
@RequestMapping("/api/accounts")
@Tag(name = "ledger", description = "Who owes what to whom, and why")
class AccountsController {

    private static final int LARGEST_PAGE = 200;

    private final Accounts accounts;
    private final ReceivingDeposits receivingDeposits;
    private final PayingDrivers payingDrivers;
    private final RebuildingReadModels rebuildingReadModels;
    private final DemandedPosition demandedPosition;
    private final LedgerProperties properties;

    AccountsController(Accounts accounts, ReceivingDeposits receivingDeposits, PayingDrivers payingDrivers,
            RebuildingReadModels rebuildingReadModels, DemandedPosition demandedPosition,
            LedgerProperties properties) {
        this.accounts = accounts;
        this.receivingDeposits = receivingDeposits;
        this.payingDrivers = payingDrivers;
        this.rebuildingReadModels = rebuildingReadModels;
        this.demandedPosition = demandedPosition;
        this.properties = properties;
    }

    @PostMapping("/riders/{riderId}/deposits")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Pay in", description = "Answers with the rider's balance afterwards.")
    RiderBalance deposit(@PathVariable RiderId riderId, IdempotencyKey key, @RequestBody Deposit deposit) {
        requireAccountCurrency(deposit.amount);
        properties.requireUsualDeposit("amount.amount", deposit.amount);
        return switch (receivingDeposits.receive(new ReceiveDeposit(riderId, deposit.amount), key)) {
            case RECEIVED -> accounts.ofRider(riderId);
            case KEY_REUSED -> throw Problem.keyReused(key);
        };
    }

    @GetMapping("/rider-charges")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "What all riders, or those whose id begins with a prefix, have been charged")
    RiderCharges charges(@RequestParam(defaultValue = "") String riderIdPrefix,
            @RequestParam(required = false) @Nullable Long atLeast) {
        demandedPosition.await(atLeast);
        return accounts.chargesOf(new RiderIdPrefix(riderIdPrefix));
    }

    @GetMapping("/riders/{riderId}/balance")
    @OpenTo(value = Role.RIDER, self = "riderId")
    @Operation(summary = "What a rider's statement says they have, now or as of a position or an instant")
    AccountBalance riderBalance(@PathVariable RiderId riderId, @ParameterObject Point point) {
        return accounts.balanceOf(wallet(new Rider(riderId), point), reached(point));
    }

    @GetMapping("/riders/{riderId}/statement")
    @OpenTo(value = Role.RIDER, self = "riderId")
    @Operation(summary = "What moved on a rider's account, oldest first",
            description = "The next page is after the position of the last entry.")
    Statement riderStatement(@PathVariable RiderId riderId, @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "50") int limit, @ParameterObject Point point) {
        return statement(new Rider(riderId), after, limit, point);
    }

    @GetMapping("/drivers/{driverId}")
    @OpenTo(value = Role.DRIVER, self = "driverId")
    @Operation(summary = "What a driver has earned and been paid")
    DriverBalance driver(@PathVariable DriverId driverId) {
        return accounts.ofDriver(driverId);
    }

    @GetMapping("/drivers/{driverId}/balance")
    @OpenTo(value = Role.DRIVER, self = "driverId")
    @Operation(summary = "What a driver's statement says they have, now or as of a position or an instant")
    AccountBalance driverBalance(@PathVariable DriverId driverId, @ParameterObject Point point) {
        return accounts.balanceOf(wallet(new Driver(driverId), point), reached(point));
    }

    @GetMapping("/drivers/{driverId}/statement")
    @OpenTo(value = Role.DRIVER, self = "driverId")
    @Operation(summary = "What moved on a driver's account, oldest first",
            description = "The next page is after the position of the last entry.")
    Statement driverStatement(@PathVariable DriverId driverId, @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "50") int limit, @ParameterObject Point point) {
        return statement(new Driver(driverId), after, limit, point);
    }

    @PostMapping("/drivers/{driverId}/payouts")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Pay a driver out, at most the balance",
            description = "Answers with the driver's balance afterwards.")
    DriverBalance payOut(@PathVariable DriverId driverId, IdempotencyKey key, @RequestBody Payout payout) {
        requireAccountCurrency(payout.amount);
        return switch (payingDrivers.pay(new PayDriver(driverId, payout.amount), key)) {
            case PayingDrivers.Outcome.Paid _ -> accounts.ofDriver(driverId);
            case PayingDrivers.Outcome.InsufficientBalance(Money balance) -> throw Problem
                    .of(HttpStatus.CONFLICT, "insufficient-balance",
                            "the balance of driver %s is %s, less than %s".formatted(driverId, balance, payout.amount))
                    .with("balance", balance);
            case PayingDrivers.Outcome.KeyReused _ -> throw Problem.keyReused(key);
        };
    }

    @GetMapping("/trial-balance")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Debits and credits of all accounts, which must be equal")
    TrialBalance trialBalance(@RequestParam(required = false) @Nullable Long atLeast) {
        demandedPosition.await(atLeast);
        return accounts.trialBalance();
    }

    @PostMapping("/rebuild")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Derive a read model, or all of them, once more from the entries",
            description = """
                    Goes on beside the traffic. It states no new fact, so it needs no idempotency key. The answer tells in how many
                    rows the rebuilt read models differ from those that they replace: a sound ledger says 0. The model is
                    balances, statements, earnings or revenue; without one, all four are rebuilt.""")
    RebuildingReadModels.Outcome.Rebuilt rebuild(@RequestParam(required = false) @Nullable String model) {
        return switch (rebuildingReadModels.rebuild(models(model))) {
            case RebuildingReadModels.Outcome.Rebuilt rebuilt -> rebuilt;
            case RebuildingReadModels.Outcome.UnderWay _ -> throw Problem.of(HttpStatus.CONFLICT, "rebuild-under-way",
                    "the read models are being rebuilt already; try again when that is done");
        };
    }

    private static Set<ReadModel> models(@Nullable String name) {
        if (name == null) {
            return EnumSet.allOf(ReadModel.class);
        }
        return EnumSet.of(ReadModel.called(name)
                .orElseThrow(() -> Problem.invalid("model", "must be one of %s, was %s".formatted(
                        Arrays.stream(ReadModel.values()).map(ReadModel::code).collect(Collectors.joining(", ")),
                        name))));
    }

    private Statement statement(Account account, long after, int limit, Point point) {
        if (after < 0) {
            throw Problem.invalid("after", "must not be negative, was " + after);
        }
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw Problem.invalid("limit", "must be between 1 and %d, was %d".formatted(LARGEST_PAGE, limit));
        }
        return accounts.statementOf(wallet(account, point), after, limit, reached(point));
    }

    private Wallet wallet(Account account, Point point) {
        return new Wallet(account, point.currency == null ? properties.currency() : point.currency);
    }

    /// The point in history, once the read models have come as far as is demanded.
    private AsOf reached(Point point) {
        AsOf asOf = AsOf.of(point.asOf);
        demandedPosition.await(point.atLeast);
        return asOf;
    }

    /// Of what a question is, and as of when.
    ///
    /// @param asOf a position or an instant; null for now
    /// @param atLeast the position that the answer must have reached; 409 if it does not in time
    /// @param currency null for the ledger's
    record Point(@Nullable String asOf, @Nullable Long atLeast, @Nullable Currency currency) {}

    private void requireAccountCurrency(Money amount) {
        Currency currency = properties.currency();
        if (!amount.currency().equals(currency)) {
            throw Problem.invalid("amount.currency", "must be %s like the account, was %s".formatted(currency,
                    amount.currency()));
        }
    }

    /// What a rider pays in.
    record Deposit(Money amount) {

        Deposit {
            requirePositive(amount);
        }
    }

    /// What a driver is to be paid.
    record Payout(Money amount) {

        Payout {
            requirePositive(amount);
        }
    }

    private static void requirePositive(Money amount) {
        if (!amount.isPositive()) {
            throw new InvalidValueException("amount.amount",
                    "must be positive, was " + amount.amount().toPlainString());
        }
    }
}
