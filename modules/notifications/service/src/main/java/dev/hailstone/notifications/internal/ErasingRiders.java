package dev.hailstone.notifications.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.trips.RiderId;

/// Forgets riders who want to be forgotten: what they were told, their address and their preferences.
///
/// Nobody else is asked to forget anything. What the ledger has booked is the law's, and stays.
@Service
@Transactional
class ErasingRiders {

    private final Notifications notifications;
    private final Preferences preferences;
    private final Erasures erasures;
    private final CommandReceipts receipts;
    private final Clock clock;

    ErasingRiders(Notifications notifications, Preferences preferences, Erasures erasures, CommandReceipts receipts,
            Clock clock) {
        this.notifications = notifications;
        this.preferences = preferences;
        this.erasures = erasures;
        this.receipts = receipts;
        this.clock = clock;
    }

    /// Erasing one of whom nothing is known is done, too: it keeps out what is heard later.
    Outcome erase(EraseRider command, IdempotencyKey key) {
        return switch (receipts.find(key, command)) {
            case Receipt.None _ -> {
                Erasure erasure = erase(Recipient.rider(command.riderId()));
                receipts.keep(key, command, erasure.id().toString());
                yield new Outcome.Erased(erasure);
            }
            case Receipt.Repeated _ ->
                new Outcome.Erased(erasures.of(Recipient.rider(command.riderId())).orElseThrow());
            case Receipt.KeyReused _ -> new Outcome.KeyReused();
        };
    }

    /// When a rider was erased the last time; empty if never.
    @Transactional(readOnly = true)
    Optional<Erasure> of(RiderId rider) {
        return erasures.of(Recipient.rider(rider));
    }

    private Erasure erase(Recipient rider) {
        notifications.lock(rider);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long position = notifications.latestPosition(rider);
        preferences.delete(rider);
        return erasures.add(rider, now, notifications.deleteAll(rider), position);
    }

    /// A rider wants to be forgotten.
    record EraseRider(RiderId riderId) {}

    /// How [EraseRider] went.
    sealed interface Outcome {

        record Erased(Erasure erasure) implements Outcome {}

        record KeyReused() implements Outcome {}
    }
}
