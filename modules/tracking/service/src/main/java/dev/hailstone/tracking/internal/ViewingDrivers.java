package dev.hailstone.tracking.internal;

import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.tracking.DriverId;

/// Tells what is known of drivers: availability from the database, the position from memory where that is newer.
@Component
@Transactional(readOnly = true)
class ViewingDrivers {

    private final Drivers drivers;
    private final Fleet fleet;

    ViewingDrivers(Drivers drivers, Fleet fleet) {
        this.drivers = drivers;
        this.fleet = fleet;
    }

    Optional<DriverView> view(DriverId driver) {
        return drivers.find(driver).map(this::view);
    }

    List<DriverView> page(boolean availableOnly, String after, int limit) {
        return drivers.page(availableOnly, after, limit).stream().map(this::view).toList();
    }

    private DriverView view(Driver driver) {
        return DriverView.of(driver, fleet.lastSighting(driver.availability().driver()).orElse(null));
    }
}
