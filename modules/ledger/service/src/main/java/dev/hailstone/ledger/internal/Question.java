package dev.hailstone.ledger.internal;

import java.util.Set;

import dev.hailstone.trips.TripId;

/// What has to be known before something can be decided.
///
/// @param trips whose fares are asked for, and the wallets in which these stand
/// @param wallets what else is asked for
record Question(Set<TripId> trips, Set<Wallet> wallets) {

    Question {
        trips = Set.copyOf(trips);
        wallets = Set.copyOf(wallets);
    }

    static Question of(TripId trip) {
        return new Question(Set.of(trip), Set.of());
    }

    static Question of(Wallet wallet) {
        return new Question(Set.of(), Set.of(wallet));
    }

    static Question of(TripId trip, Wallet wallet) {
        return new Question(Set.of(trip), Set.of(wallet));
    }
}
