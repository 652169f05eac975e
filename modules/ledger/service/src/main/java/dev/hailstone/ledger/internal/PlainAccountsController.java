package dev.hailstone.ledger.internal;

import java.math.BigDecimal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.UpdatingBalances.UpdateBalance;

/// Event sourcing at its smallest: an account's balance is updated, and the account is the sum of its updates.
@RestController
@RequestMapping("/api/accounts/plain/{account}")
@Tag(name = "ledger")
class PlainAccountsController {

    private final UpdatingBalances updatingBalances;
    private final LedgerProperties properties;

    PlainAccountsController(UpdatingBalances updatingBalances, LedgerProperties properties) {
        this.updatingBalances = updatingBalances;
        this.properties = properties;
    }

    @PostMapping("/update_balance")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Add to an account's balance, or take from it",
            description = "Answers with the account as its events say afterwards.")
    PlainAccount updateBalance(@PathVariable AccountNumber account, IdempotencyKey key, @RequestBody Update update) {
        Money amount = new Money(update.amount, properties.currency());
        properties.requireUsual("amount", amount);
        UpdateBalance command = new UpdateBalance(account, amount);
        return switch (updatingBalances.update(command, key)) {
            case UPDATED -> rebuilt(account);
            case KEY_REUSED -> throw Problem.keyReused(key);
        };
    }

    @GetMapping
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "An account, rebuilt from its events")
    PlainAccount rebuilt(@PathVariable AccountNumber account) {
        return updatingBalances.rebuilt(account, Money.zero(properties.currency()));
    }

    /// @param amount in the ledger's currency, not zero; negative takes away
    record Update(BigDecimal amount) {

        Update {
            if (amount.signum() == 0) {
                throw new InvalidValueException("amount", "must not be zero");
            }
        }
    }
}
