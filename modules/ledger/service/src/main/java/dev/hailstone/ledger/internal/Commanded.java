package dev.hailstone.ledger.internal;

import dev.hailstone.kernel.Money;

/// What became of a command about a trip's money.
sealed interface Commanded {

    /// Now or before, under the same key.
    record Done(TripMoney money) implements Commanded {}

    /// The wallet does not cover it.
    ///
    /// @param available what it would have covered
    record NotCovered(Money available) implements Commanded {}

    /// The trip's money is not where the command needs it.
    record WrongState(TripMoney money) implements Commanded {}

    /// More than is left to be given back.
    record TooMuch(Money left) implements Commanded {}

    /// The key belongs to another command.
    record KeyReused() implements Commanded {}
}
