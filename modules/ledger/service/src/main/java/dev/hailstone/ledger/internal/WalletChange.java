package dev.hailstone.ledger.internal;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Money;

/// What a transaction does to a wallet.
///
/// @param version after the last entry in the wallet's own stream, 0 if there is none: others' entries only add to it
/// @param hash of that entry
/// @param moved what is added to the balance
/// @param held after that entry; of no meaning if there is none
/// @param charged what is added to the fares paid
/// @param paidOut what is added to what was paid out
/// @param credit how far the wallet may be overdrawn
record WalletChange(Wallet wallet, int version, @Nullable ChainHash hash, Money moved, Money held, Money charged,
        Money paidOut, Money credit) {

    static WalletChange none(Wallet wallet, Money credit) {
        Money nothing = Money.zero(wallet.currency());
        return new WalletChange(wallet, 0, null, nothing, nothing, nothing, nothing, credit);
    }

    /// What a posting does as well, of an entry in this stream or another one.
    WalletChange and(Entry entry, Posting posting) {
        return new WalletChange(wallet, version, hash, moved.plus(posting.amount()), held,
                charged.plus(entry.charges(posting)), paidOut.plus(entry.paysOut(posting)), credit);
    }

    /// With the state after an entry of the wallet's own stream.
    WalletChange to(WalletState state) {
        return new WalletChange(wallet, state.version(), state.hash(), moved, state.held(), charged, paidOut, credit);
    }
}
