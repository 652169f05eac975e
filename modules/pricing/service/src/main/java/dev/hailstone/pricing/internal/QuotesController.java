package dev.hailstone.pricing.internal;

import java.net.URI;
import java.time.Clock;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.pricing.internal.RequestingQuotes.Outcome;
import dev.hailstone.pricing.internal.RequestingQuotes.RequestQuote;

@RestController
@RequestMapping("/api/quotes")
@Tag(name = "pricing")
final class QuotesController {

    private final RequestingQuotes requesting;
    private final ViewingPrices viewing;
    private final Clock clock;

    QuotesController(RequestingQuotes requesting, ViewingPrices viewing, Clock clock) {
        this.requesting = requesting;
        this.viewing = viewing;
        this.clock = clock;
    }

    @PostMapping
    @OpenTo(Role.RIDER)
    @Operation(summary = "What a ride would cost; the price holds for some minutes")
    ResponseEntity<QuoteView> request(@RequestBody RequestQuote command, IdempotencyKey key, Caller caller) {
        caller.requireRider(command.riderId());
        return switch (requesting.request(command, key)) {
            case Outcome.Quoted(Quote quote) -> ResponseEntity.created(URI.create("/api/quotes/" + quote.id()))
                    .body(QuoteView.of(quote, clock.instant()));
            case Outcome.Forgotten(QuoteId id) -> throw Problem.unknown("quote", id);
            case Outcome.KeyReused() -> throw Problem.keyReused(key);
        };
    }

    @GetMapping("/{quoteId}")
    @OpenTo(Role.RIDER)
    @Operation(summary = "A quote and what became of it")
    QuoteView quote(@PathVariable QuoteId quoteId, Caller caller) {
        Quote quote = viewing.quote(quoteId).orElseThrow(() -> Problem.unknown("quote", quoteId));
        caller.requireRider(quote.rider());
        return QuoteView.of(quote, clock.instant());
    }
}
