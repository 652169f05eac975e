package dev.hailstone.ledger.internal;

import java.util.Currency;

import dev.hailstone.kernel.Money;

/// An account in one currency. Each wallet is a stream of entries with versions of its own: money of one currency never
/// decides about money of another.
record Wallet(Account account, Currency currency) implements Comparable<Wallet> {

    /// @throws IllegalArgumentException for an account that only collects
    Wallet {
        if (!account.hasWallet()) {
            throw new IllegalArgumentException("%s only collects, it has no wallet".formatted(account.code()));
        }
    }

    static Wallet of(Account account, Money amount) {
        return new Wallet(account, amount.currency());
    }

    /// Reads a [#code].
    ///
    /// @throws IllegalArgumentException if there is no such wallet
    static Wallet of(String code) {
        int slash = code.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no wallet is called '" + code + "'");
        }
        return new Wallet(Account.of(code.substring(0, slash)), Currency.getInstance(code.substring(slash + 1)));
    }

    /// The name in the store: `rider:42/USD`.
    String code() {
        return account.code() + "/" + currency.getCurrencyCode();
    }

    @Override
    public int compareTo(Wallet other) {
        return code().compareTo(other.code());
    }
}
