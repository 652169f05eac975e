package dev.hailstone.ledger;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

import dev.hailstone.trips.RiderId;

/// What accounts say. Called outside transactions.
@HttpExchange("/api/accounts")
public interface Balances {

    /// The rider's account; a rider who never paid or was charged has an account of zero.
    @GetExchange("/riders/{riderId}")
    RiderBalance ofRider(@PathVariable RiderId riderId);
}
