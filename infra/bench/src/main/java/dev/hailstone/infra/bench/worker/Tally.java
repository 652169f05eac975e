package dev.hailstone.infra.bench.worker;

import java.util.BitSet;

/// Counts the events of all purchases, where there is no table of which it could be read.
///
/// Who publishes keeps one, and each who hears; comparing them tells what the broker has made of it.
public final class Tally {

    private final BitSet[] numbers = new BitSet[CarryingLoads.PURCHASES];
    private final int[] last = new int[CarryingLoads.PURCHASES];
    private long doubled;
    private long reordered;
    private long sum;

    public Tally() {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = new BitSet();
        }
    }

    /// Counts an event.
    ///
    /// @param purchase as the shop's tables have it, a number after a dash
    /// @param number of the purchase's change, from 1
    /// @param amount in cents
    public synchronized void add(String purchase, long number, long amount) {
        int index = indexOf(purchase);
        int change = Math.toIntExact(number);
        if (numbers[index].get(change)) {
            doubled++;
        } else {
            numbers[index].set(change);
            reordered += change < last[index] ? 1 : 0;
        }
        last[index] = Math.max(last[index], change);
        sum += amount;
    }

    /// Counts all changes of a purchase at once.
    ///
    /// @param changes how many there are
    /// @param total of their amounts, in cents
    public synchronized void addAll(String purchase, long changes, long total) {
        int index = indexOf(purchase);
        last[index] = Math.toIntExact(changes);
        numbers[index].set(1, last[index] + 1);
        sum += total;
    }

    /// How many events there are, each counted once.
    public synchronized long count() {
        long count = 0;
        for (BitSet each : numbers) {
            count += each.cardinality();
        }
        return count;
    }

    /// Counts the next change of a purchase.
    ///
    /// @return its number
    synchronized long next(String purchase, long amount) {
        long number = last[indexOf(purchase)] + 1L;
        add(purchase, number, amount);
        return number;
    }

    /// What a consumer has heard, beside what was published. Not while either goes on.
    public Heard heardBy(String consumer, Tally hearer) {
        long expected = 0;
        long lost = 0;
        long unexpected = 0;
        for (int i = 0; i < numbers.length; i++) {
            BitSet missing = (BitSet) numbers[i].clone();
            missing.andNot(hearer.numbers[i]);
            BitSet surplus = (BitSet) hearer.numbers[i].clone();
            surplus.andNot(numbers[i]);
            expected += numbers[i].cardinality();
            lost += missing.cardinality();
            unexpected += surplus.cardinality();
        }
        return new Heard(consumer, expected, lost, hearer.doubled, unexpected, hearer.reordered, hearer.sum - sum);
    }

    private static int indexOf(String purchase) {
        return Integer.parseInt(purchase, purchase.indexOf('-') + 1, purchase.length(), 10);
    }
}
