package dev.hailstone.dispatch.internal;

import java.util.List;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.tracking.DriverId;

/// Lets drivers see what they are offered, and choose whether they are asked at all.
@Component
@Transactional
class TakingOffers {

    private final Assignments assignments;
    private final Acceptances acceptances;
    private final DispatchSettings settings;

    TakingOffers(Assignments assignments, Acceptances acceptances, DispatchSettings settings) {
        this.assignments = assignments;
        this.acceptances = acceptances;
        this.settings = settings;
    }

    @Transactional(readOnly = true)
    DriverOffers of(DriverId driver) {
        return new DriverOffers(driver, acceptances.autoAccept(driver).orElse(settings.autoAccept()),
                assignments.offerTo(driver).map(List::of).orElse(List.of()));
    }

    /// The choice counts from the next search on: what is offered already stays offered.
    DriverOffers choose(DriverId driver, boolean autoAccept) {
        acceptances.choose(driver, autoAccept);
        return of(driver);
    }

    /// How a driver takes offers, and what they are offered now.
    ///
    /// @param autoAccept true: trips are given to the driver without asking
    /// @param offers one at most
    record DriverOffers(DriverId driverId, boolean autoAccept, List<OfferView> offers) {}
}
