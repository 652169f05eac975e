package dev.hailstone.tracking.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverWentOffline;
import dev.hailstone.tracking.OfflineReason;

/// Takes drivers offline who sign off or are silent.
///
/// Going offline ends no trip: an engaged driver stays engaged.
@Component
class GoingOffline {

    private final Drivers drivers;
    private final Fleet fleet;
    private final CommandReceipts receipts;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    GoingOffline(Drivers drivers, Fleet fleet, CommandReceipts receipts, ApplicationEventPublisher events,
            Clock clock) {
        this.drivers = drivers;
        this.fleet = fleet;
        this.receipts = receipts;
        this.events = events;
        this.clock = clock;
    }

    /// Signs a driver off. One who is offline already stays so.
    @Transactional
    SignOffOutcome signOff(SignOff command, IdempotencyKey key) {
        return switch (receipts.find(key, command)) {
            case Receipt.None() -> {
                if (drivers.find(command.driver()).isEmpty()) {
                    yield new SignOffOutcome.UnknownDriver();
                }
                receipts.keep(key, command, command.driver().value());
                takeOffline(List.of(command.driver()), OfflineReason.SIGNED_OFF, null);
                yield new SignOffOutcome.SignedOff();
            }
            case Receipt.Repeated _ -> new SignOffOutcome.SignedOff();
            case Receipt.KeyReused() -> new SignOffOutcome.KeyReused();
        };
    }

    /// Takes those of the drivers offline whom no process has seen since then.
    @Transactional
    void fallSilent(Collection<DriverId> silent, Instant unseenSince) {
        takeOffline(silent, OfflineReason.SILENT, unseenSince);
    }

    private void takeOffline(Collection<DriverId> leaving, OfflineReason reason, @Nullable Instant unseenSince) {
        Instant now = clock.instant();
        for (Driver driver : drivers.takeOffline(leaving, now, unseenSince)) {
            DriverId id = driver.availability().driver();
            events.publishEvent(new DriverWentOffline(id, lastPosition(driver), reason, now));
        }
        // All of them: should memory have missed an earlier change, this mends it.
        events.publishEvent(new AvailabilityChanged(drivers.availability(leaving)));
    }

    /// Memory is ahead of the table, unless another process has seen the driver last.
    private GeoPoint lastPosition(Driver driver) {
        Optional<Sighting> sighting = fleet.lastSighting(driver.availability().driver());
        GeoPoint written = driver.position();
        Instant seenAt = driver.seenAt();
        if (written == null || seenAt == null) {
            throw new IllegalStateException(driver + " went online without a position");
        }
        return sighting.filter(latest -> !latest.at().isBefore(seenAt)).map(Sighting::position).orElse(written);
    }

    /// A driver wants no more trips.
    record SignOff(DriverId driver) {}

    /// What became of a sign-off.
    sealed interface SignOffOutcome {

        record SignedOff() implements SignOffOutcome {}

        record UnknownDriver() implements SignOffOutcome {}

        record KeyReused() implements SignOffOutcome {}
    }
}
