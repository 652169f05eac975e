package dev.hailstone.ledger.internal;

import java.time.LocalDate;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
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
import dev.hailstone.ledger.internal.ReversingTransactions.ReverseTransaction;
import dev.hailstone.ledger.internal.VerifyingStore.Verification;
import dev.hailstone.tracking.DriverId;

/// What an accountant asks and does.
@RestController
@RequestMapping("/api/accounts")
@Tag(name = "ledger")
class BooksController {

    private static final int LONGEST_REASON = 500;
    private static final int MOST_DAYS = 400;

    private final Reports reports;
    private final ReversingTransactions reversingTransactions;
    private final VerifyingStore verifyingStore;
    private final DemandedPosition demandedPosition;

    BooksController(Reports reports, ReversingTransactions reversingTransactions, VerifyingStore verifyingStore,
            DemandedPosition demandedPosition) {
        this.reports = reports;
        this.reversingTransactions = reversingTransactions;
        this.verifyingStore = verifyingStore;
        this.demandedPosition = demandedPosition;
    }

    @GetMapping("/drivers/{driverId}/earnings")
    @OpenTo(value = Role.DRIVER, self = "driverId")
    @Operation(summary = "What a driver earned, day by day (UTC)")
    DriverEarnings earnings(@PathVariable DriverId driverId, @RequestParam LocalDate from, @RequestParam LocalDate to,
            @RequestParam(required = false) @Nullable Long atLeast) {
        Days.required("from", from);
        if (to.isBefore(from) || to.isAfter(from.plusDays(MOST_DAYS))) {
            throw Problem.invalid("to", "must be from %s to %s, was %s".formatted(from, from.plusDays(MOST_DAYS), to));
        }
        demandedPosition.await(atLeast);
        return reports.earningsOf(driverId, from, to);
    }

    @GetMapping("/revenue")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "What rides that ended on a day (UTC) brought in, by the zone in which they began and by hour")
    ZoneRevenue revenue(@RequestParam LocalDate day, @RequestParam(required = false) @Nullable String zone,
            @RequestParam(required = false) @Nullable Long atLeast) {
        Days.required("day", day);
        demandedPosition.await(atLeast);
        return reports.revenueOf(day, zone);
    }

    @PostMapping("/transactions/{transactionId}/reversal")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Undo a transaction by another one",
            description = "Deposits, payouts, updates and fares of which nothing was refunded can be undone, once.")
    Reversal reverse(@PathVariable UUID transactionId, IdempotencyKey key, @RequestBody Reason reason) {
        return switch (reversingTransactions.reverse(new ReverseTransaction(transactionId, reason.reason), key)) {
            case ReversingTransactions.Outcome.Reversed(UUID reversal) -> new Reversal(transactionId, reversal);
            case ReversingTransactions.Outcome.Unknown _ -> throw Problem.unknown("transaction", transactionId);
            case ReversingTransactions.Outcome.Refused(String obstacle) -> throw Problem.of(HttpStatus.CONFLICT,
                    "not-reversible", "transaction %s cannot be undone: %s".formatted(transactionId, obstacle));
            case ReversingTransactions.Outcome.KeyReused _ -> throw Problem.keyReused(key);
        };
    }

    @GetMapping("/verification")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Look whether the store is what was written",
            description = """
                    Reads everything, beside the traffic: for operators. A row that was changed, added or removed behind the ledger's
                    back is found by the chain of hashes of its stream. Somebody who also computes all hashes that follow is found
                    only by a seal that was kept: keep position and seal elsewhere, and ask later with until=position; the seal
                    of a position never changes. Without until, it is of the last position.""")
    Verification verification(@RequestParam(required = false) @Nullable Long until) {
        return verifyingStore.verify(until);
    }

    /// Why a transaction is undone.
    record Reason(String reason) {

        Reason {
            if (reason.isBlank() || reason.length() > LONGEST_REASON) {
                throw new InvalidValueException("reason", "must have 1 to %d characters".formatted(LONGEST_REASON));
            }
        }
    }

    /// @param reversedTransaction what was undone
    /// @param transactionId what undid it
    record Reversal(UUID reversedTransaction, UUID transactionId) {}
}
