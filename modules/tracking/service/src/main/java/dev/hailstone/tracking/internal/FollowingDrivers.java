package dev.hailstone.tracking.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.kernel.GeoPoint;

/// Lets this process's memory follow the database: all online drivers at the start, later what other processes changed.
///
/// A transaction may commit long after the time in its rows. So each reading goes back further than the one before: for
/// availability, which must not be missed, by more than any transaction may idle; for positions, which the next one
/// replaces anyway, by a little.
@Component
final class FollowingDrivers implements SmartInitializingSingleton {

    private static final Duration AVAILABILITY_OVERLAP = Duration.ofSeconds(40);
    private static final Duration POSITION_OVERLAP = Duration.ofSeconds(5);

    private final Drivers drivers;
    private final Fleet fleet;
    private final TransactionTemplate transaction;
    private Instant followedUntil = Instant.EPOCH;

    FollowingDrivers(Drivers drivers, Fleet fleet, ModuleTransactions transactions) {
        this.drivers = drivers;
        this.fleet = fleet;
        this.transaction = transactions.of("tracking");
    }

    /// Before the first request and the first event.
    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(_ -> {
            followedUntil = drivers.databaseTime();
            take(drivers.online());
        });
    }

    synchronized void follow() {
        transaction.executeWithoutResult(_ -> {
            Instant now = drivers.databaseTime();
            take(drivers.changedSince(followedUntil.minus(AVAILABILITY_OVERLAP)));
            take(drivers.placedElsewhereSince(followedUntil.minus(POSITION_OVERLAP)));
            followedUntil = now;
        });
    }

    private void take(List<Driver> found) {
        for (Driver driver : found) {
            GeoPoint position = driver.position();
            Instant seenAt = driver.seenAt();
            if (position != null && seenAt != null) {
                fleet.follow(driver.availability(), position, seenAt);
            }
        }
    }
}
