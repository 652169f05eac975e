package dev.hailstone.ledger.internal;

import java.util.function.Function;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.trips.TripId;

/// Carries out commands about a trip's money, each once.
@Component
class TripCommands {

    private final Ledger ledger;
    private final CommandReceipts receipts;

    TripCommands(Ledger ledger, CommandReceipts receipts) {
        this.ledger = ledger;
        this.receipts = receipts;
    }

    /// Decides on a command unless it is a repetition, in the running transaction.
    ///
    /// @param decision records what is to be recorded; a receipt is kept if it is done
    Commanded once(TripId trip, IdempotencyKey key, Object command, Function<Books, Commanded> decision) {
        Books books = ledger.open();
        return switch (receipts.find(key, command)) {
            case Receipt.None _ -> {
                Commanded commanded = decision.apply(books);
                if (commanded instanceof Commanded.Done) {
                    receipts.keep(key, command, trip.toString());
                }
                yield commanded;
            }
            case Receipt.Repeated _ -> new Commanded.Done(TripMoney.of(trip, books.fareOf(trip)));
            case Receipt.KeyReused _ -> new Commanded.KeyReused();
        };
    }
}
