package dev.hailstone.ledger.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.hailstone.ledger.internal.Account.Kind;

/// All accounts at a glance: in each currency, debits and credits must be equal.
///
/// @param balanced whether they are
/// @param totals the sums, a currency each
/// @param lines the accounts, riders and drivers taken together
/// @param position how far in the ledger's store the answer has read
record TrialBalance(boolean balanced, List<Total> totals, List<Line> lines, long position) {

    static TrialBalance of(List<Line> lines, long position) {
        Map<String, Total> totals = new TreeMap<>();
        for (Line line : lines) {
            totals.merge(line.debits.currency().getCurrencyCode(), new Total(line.debits, line.credits), Total::plus);
        }
        return new TrialBalance(totals.values().stream().allMatch(Total::balanced), List.copyOf(totals.values()),
                List.copyOf(lines), position);
    }

    /// @param accounts their name; `riders` and `drivers` for all of a sort
    /// @param count how many accounts
    /// @param balance on the side where accounts of the kind grow: debits less credits of assets, else credits less debits
    record Line(String accounts, Kind kind, long count, Sum debits, Sum credits, Sum balance) {

        static Line of(String accounts, Kind kind, long count, Sum debits, Sum credits) {
            Sum balance = switch (kind) {
                case ASSET -> debits.minus(credits);
                case LIABILITY, REVENUE -> credits.minus(debits);
            };
            return new Line(accounts, kind, count, debits, credits, balance);
        }
    }

    /// The sums of a currency.
    record Total(Sum debits, Sum credits) {

        boolean balanced() {
            return debits.equals(credits);
        }

        Total plus(Total other) {
            return new Total(debits.plus(other.debits), credits.plus(other.credits));
        }
    }
}
