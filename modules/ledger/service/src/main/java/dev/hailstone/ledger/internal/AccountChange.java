package dev.hailstone.ledger.internal;

import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.Entry.PayoutSent;

/// What an entry changes in the read model of one account in one currency.
///
/// @param moved what was posted
/// @param held what was set aside; negative if it is free again
/// @param charges how many fares the account paid
/// @param charged the sum of these fares
record AccountChange(Account account, Money moved, Money held, int charges, Money charged) {

    /// The changes of an entry, one for each account and currency.
    static List<AccountChange> of(Entry entry, Transaction transaction) {
        Changes changes = new Changes();
        for (Posting posting : transaction.postings()) {
            changes.add(moved(posting));
        }
        switch (entry) {
            case FareHeld hold -> changes.add(held(hold.account(), hold.amount()));
            case HoldReleased hold -> changes.add(held(hold.account(), hold.amount().negated()));
            case FareSettled fare -> {
                changes.add(charged(fare.account(), fare.total()));
                if (fare.hold() != null) {
                    changes.add(held(fare.account(), fare.hold().negated()));
                }
            }
            case DepositReceived _,PayoutSent _,HoldRefused _ -> {
            }
        }
        return changes.all();
    }

    Currency currency() {
        return moved.currency();
    }

    private static AccountChange moved(Posting posting) {
        Money nothing = Money.zero(posting.amount().currency());
        return new AccountChange(posting.account(), posting.amount(), nothing, 0, nothing);
    }

    private static AccountChange held(Account account, Money amount) {
        Money nothing = Money.zero(amount.currency());
        return new AccountChange(account, nothing, amount, 0, nothing);
    }

    private static AccountChange charged(Account account, Money total) {
        Money nothing = Money.zero(total.currency());
        return new AccountChange(account, nothing, nothing, 1, total);
    }

    private AccountChange plus(AccountChange other) {
        return new AccountChange(account, moved.plus(other.moved), held.plus(other.held), charges + other.charges,
                charged.plus(other.charged));
    }

    private static final class Changes {

        private final Map<Key, AccountChange> changes = new LinkedHashMap<>();

        void add(AccountChange change) {
            changes.merge(new Key(change.account, change.currency()), change, AccountChange::plus);
        }

        List<AccountChange> all() {
            return List.copyOf(changes.values());
        }

        private record Key(Account account, Currency currency) {}
    }
}
