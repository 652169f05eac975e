package dev.hailstone.pricing.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.pricing.AcceptQuote;
import dev.hailstone.pricing.FareQuotes;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.pricing.QuoteDecision;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.Fare;

/// The facade, injected where trips is in the same process and served over HTTP where it is not.
@RestController
@Tag(name = "pricing")
final class AnsweringFareQuotes implements FareQuotes {

    private final AcceptingQuotes accepting;
    private final PricingRides pricing;

    AnsweringFareQuotes(AcceptingQuotes accepting, PricingRides pricing) {
        this.accepting = accepting;
        this.pricing = pricing;
    }

    @Override
    @OpenTo(Role.MODULE)
    @Operation(summary = "Binds a quote to a trip; for the same trip the answer stays the same")
    public QuoteDecision accept(QuoteId quoteId, AcceptQuote command) {
        return accepting.accept(quoteId, command);
    }

    @Override
    @OpenTo(Role.MODULE)
    @Operation(summary = "The fare of a finished ride")
    public Fare price(FinishedRide ride) {
        Double metres = ride.distanceMetres();
        // Written so that NaN fails too.
        if (metres != null && !(metres >= 0 && metres <= FinishedRide.FARTHEST)) {
            throw new InvalidValueException("distanceMetres",
                    "must be between 0 and %.0f, was %s".formatted(FinishedRide.FARTHEST, metres));
        }
        if (ride.duration().isNegative() || ride.duration().compareTo(FinishedRide.LONGEST) > 0) {
            throw new InvalidValueException("duration",
                    "must be between 0 and %s, was %s".formatted(FinishedRide.LONGEST, ride.duration()));
        }
        return pricing.price(ride);
    }
}
