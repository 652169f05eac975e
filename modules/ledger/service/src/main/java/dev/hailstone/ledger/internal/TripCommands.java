package dev.hailstone.ledger.internal;

import java.util.function.Function;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.trips.TripId;

/// Carries out commands about a trip's money, each once.
@Component
class TripCommands {

    private final WriterLanes lanes;

    TripCommands(WriterLanes lanes) {
        this.lanes = lanes;
    }

    /// Decides on a command unless it is a repetition.
    ///
    /// @param question what has to be known of the trip, and else
    /// @param decision records what is to be recorded; a receipt is kept if it is done
    Commanded once(TripId trip, Question question, IdempotencyKey key, Object command,
            Function<Books, Commanded> decision) {
        return lanes.carryOut(question, key, command, (books, keyed) -> switch (books.receiptOf(keyed)) {
            case Receipt.None _ -> {
                Commanded commanded = decision.apply(books);
                if (commanded instanceof Commanded.Done) {
                    books.keep(keyed, trip.toString());
                }
                yield commanded;
            }
            case Receipt.Repeated _ -> new Commanded.Done(TripMoney.of(trip, books.fareOf(trip)));
            case Receipt.KeyReused _ -> new Commanded.KeyReused();
        });
    }
}
