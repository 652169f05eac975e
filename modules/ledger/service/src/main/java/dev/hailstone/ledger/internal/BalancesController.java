package dev.hailstone.ledger.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.ledger.Balances;
import dev.hailstone.ledger.RiderBalance;
import dev.hailstone.trips.RiderId;

/// What other modules may ask, in the process and over HTTP.
@RestController
@Tag(name = "ledger")
class BalancesController implements Balances {

    private final Accounts accounts;

    BalancesController(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    @OpenTo(value = {Role.RIDER, Role.MODULE}, self = "riderId")
    @Operation(summary = "A rider's balance, what is held of it and what has been charged")
    public RiderBalance ofRider(RiderId riderId) {
        return accounts.ofRider(riderId);
    }
}
