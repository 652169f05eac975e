package dev.hailstone.infra.simulator;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import dev.hailstone.kernel.Money;

/// What has happened in a city so far.
final class CityCounts {

    private final Map<Ending, Long> endings = new EnumMap<>(Ending.class);
    private long requested;
    private long turnedAway;
    private long fees;
    private long declined;
    private Money fares = Money.zero(Recording.CURRENCY);

    synchronized void requested() {
        requested++;
    }

    synchronized void turnedAway() {
        turnedAway++;
    }

    synchronized void completed(Money fare) {
        fares = fares.plus(fare);
        ended(Ending.COMPLETED);
    }

    /// A rider cancelled so late that the driver is paid for having come.
    synchronized void cancelledFor(Money fee) {
        fares = fares.plus(fee);
        fees++;
    }

    /// How many rides and late cancellations are paid for.
    synchronized long charged() {
        return of(Ending.COMPLETED) + fees;
    }

    synchronized void offerDeclined() {
        declined++;
    }

    synchronized void ended(Ending ending) {
        endings.merge(ending, 1L, Long::sum);
    }

    synchronized long of(Ending ending) {
        return endings.getOrDefault(ending, 0L);
    }

    synchronized Money fares() {
        return fares;
    }

    /// Rides that have begun and not ended.
    synchronized long underWay() {
        return requested - endings.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized String toString() {
        return String.format(Locale.ROOT,
                "%,d rides wished for, %,d under way, %,d completed, %,d cancelled by their riders, %,d without a driver, %,d without funds, %,d failed, %,d turned away, %,d late, %,d offers declined, fares and fees of %,.2f %s",
                requested, underWay(), of(Ending.COMPLETED), of(Ending.CANCELLED_BY_RIDER), of(Ending.WITHOUT_DRIVER),
                of(Ending.WITHOUT_FUNDS), of(Ending.FAILED), turnedAway, fees, declined, fares.amount(),
                fares.currency());
    }

    /// How a ride can end.
    enum Ending {
        COMPLETED, CANCELLED_BY_RIDER, WITHOUT_DRIVER, WITHOUT_FUNDS, FAILED
    }
}
