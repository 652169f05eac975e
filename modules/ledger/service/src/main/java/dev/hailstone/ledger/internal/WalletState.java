package dev.hailstone.ledger.internal;

import java.util.Currency;

import dev.hailstone.kernel.Money;

/// A wallet as of its last entry.
///
/// @param version of the last entry in its own stream, 0 if there is none
/// @param hash of that entry
/// @param balance positive: the owner's money; negative: the owner owes
/// @param held set aside for open trips
/// @param charged the sum of all fares that the owner paid
/// @param paidOut what left the platform
record WalletState(int version, ChainHash hash, Money balance, Money held, Money charged, Money paidOut) {

    /// A wallet that nothing has happened to.
    static WalletState empty(Currency currency) {
        Money nothing = Money.zero(currency);
        return new WalletState(0, ChainHash.NONE, nothing, nothing, nothing, nothing);
    }

    /// The most that can be set aside on top.
    Money available(Money credit) {
        return balance.minus(held).plus(credit);
    }

    /// All that there ever was, less what was taken back.
    Money earned() {
        return balance.plus(paidOut);
    }

    /// After an entry, of this stream or another one.
    WalletState after(RecordedEntry recorded, Wallet wallet) {
        WalletState after = this;
        for (Posting posting : recorded.transaction().postings()) {
            if (posting.account().equals(wallet.account()) && posting.amount().currency().equals(wallet.currency())) {
                after = after.after(recorded.entry(), posting);
            }
        }
        return recorded.stream().equals(wallet) ? after.at(recorded.version(), recorded.hash()) : after;
    }

    private WalletState after(Entry entry, Posting posting) {
        return new WalletState(version, hash, balance.plus(posting.amount()), held.plus(posting.held()),
                charged.plus(entry.charges(posting)), paidOut.plus(entry.paysOut(posting)));
    }

    private WalletState at(int newVersion, ChainHash newHash) {
        return new WalletState(newVersion, newHash, balance, held, charged, paidOut);
    }
}
