package dev.hailstone.notifications.internal;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Brings together what two modules say of a trip, in whichever order they are heard: dispatch, that a driver is
/// assigned, and trips, that the rider cancelled.
///
/// Both go through an upsert of the same row, so that the later of two transactions sees what the earlier one knew.
@Repository
class Engagements {

    private final JdbcClient jdbc;

    Engagements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A driver is assigned.
    ///
    /// @return whether the trip stands; not if its rider has cancelled it
    boolean assign(TripId trip, DriverId driver) {
        return jdbc.sql("""
                insert into engagement as known (trip_id, driver_id, cancelled) values (?, ?, false)
                on conflict (trip_id) do update set driver_id = excluded.driver_id
                returning not cancelled
                """).params(trip.value(), driver.value()).query(Boolean.class).single();
    }

    /// The rider cancelled.
    ///
    /// @param driver who is assigned as far as the canceller knew
    /// @return who is assigned as far as anybody knows
    Optional<DriverId> cancel(TripId trip, @Nullable DriverId driver) {
        return jdbc.sql("""
                insert into engagement as known (trip_id, driver_id, cancelled) values (?, ?, true)
                on conflict (trip_id) do update set
                    driver_id = coalesce(excluded.driver_id, known.driver_id), cancelled = true
                returning driver_id
                """)
                .param(trip.value())
                .param(driver == null ? null : driver.value())
                .query((row, _) -> Optional.ofNullable(row.getString("driver_id")).map(DriverId::of))
                .single();
    }
}
