package dev.hailstone.ledger.internal;

import java.util.Set;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.trips.TripId;

/// What has to be known before something can be decided.
///
/// @param trips whose fares are asked for, and the wallets in which these stand
/// @param wallets what else is asked for
/// @param keys of commands that may have been carried out before
record Question(Set<TripId> trips, Set<Wallet> wallets, Set<IdempotencyKey> keys) {

    static final Question NONE = new Question(Set.of(), Set.of(), Set.of());

    Question {
        trips = Set.copyOf(trips);
        wallets = Set.copyOf(wallets);
        keys = Set.copyOf(keys);
    }

    static Question of(TripId trip) {
        return new Question(Set.of(trip), Set.of(), Set.of());
    }

    static Question of(Wallet wallet) {
        return new Question(Set.of(), Set.of(wallet), Set.of());
    }

    static Question of(TripId trip, Wallet wallet) {
        return new Question(Set.of(trip), Set.of(wallet), Set.of());
    }

    /// The same, and whether there is a receipt of a command.
    Question and(IdempotencyKey key) {
        return new Question(trips, wallets, Set.of(key));
    }
}
