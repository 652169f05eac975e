package dev.hailstone.ledger.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.FareRefunded;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.FareStatus.Settled;
import dev.hailstone.trips.TripId;

/// Gives riders fares back, whole or in parts. Everybody gives back their part of what they still have of the fare.
@Component
class RefundingFares {

    private final TripCommands commands;
    private final ApplicationEventPublisher events;

    RefundingFares(TripCommands commands, ApplicationEventPublisher events) {
        this.commands = commands;
        this.events = events;
    }

    Commanded refund(RefundFare command, IdempotencyKey key) {
        return commands.once(command.tripId, Question.of(command.tripId), key, command,
                books -> switch (books.fareOf(command.tripId)) {
                    case Settled(FareSettled fare, int refunds, FareShares left, _) -> {
                        Money amount = command.amount == null ? left.total() : command.amount;
                        if (!amount.currency().equals(fare.total().currency()) || amount.compareTo(left.total()) > 0
                                || amount.isZero()) {
                            yield new Commanded.TooMuch(left.total());
                        }
                        FareShares shares = left.ofPart(amount);
                        Instant at = books.record(new Entry.FareRefunded(fare.tripId(), refunds + 1, fare.riderId(),
                                fare.driverId(), amount, shares.driver(), shares.platform(), shares.surcharges(),
                                fare.zone(),
                                fare.endedAt())).at();
                        events.publishEvent(
                                new FareRefunded(fare.tripId(), refunds + 1, fare.riderId(), fare.driverId(),
                                        amount, shares.driver(), shares.platform(), at));
                        yield new Commanded.Done(TripMoney.of(command.tripId, books.fareOf(command.tripId)));
                    }
                    case FareStatus other -> new Commanded.WrongState(TripMoney.of(command.tripId, other));
                });
    }

    /// @param amount positive; null for all that is left
    record RefundFare(TripId tripId, @Nullable Money amount) {}
}
