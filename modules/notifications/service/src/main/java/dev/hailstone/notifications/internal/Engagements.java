package dev.hailstone.notifications.internal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Brings together what two modules say of a trip, in whichever order they are heard: dispatch, that a driver is
/// assigned, and trips, that the rider cancelled.
///
/// Both go through an upsert of the same row, so that the later of two transactions sees what the earlier one knew. Rows
/// are taken in the order of their ids, so that two transactions never wait for each other.
@Repository
class Engagements {

    private static final String ASSIGN = """
            insert into engagement as known (trip_id, driver_id, cancelled)
            select trip_id, driver_id, false from unnest(?::uuid[], ?::text[]) as assigned (trip_id, driver_id)
            order by trip_id
            on conflict (trip_id) do update set driver_id = excluded.driver_id
            returning trip_id, cancelled
            """;

    private static final String CANCEL = """
            insert into engagement as known (trip_id, driver_id, cancelled)
            select trip_id, driver_id, true from unnest(?::uuid[], ?::text[]) as gone (trip_id, driver_id)
            order by trip_id
            on conflict (trip_id) do update set
                driver_id = coalesce(excluded.driver_id, known.driver_id), cancelled = true
            returning trip_id, driver_id
            """;

    private static final String LOSE = """
            update engagement set driver_id = null
            from unnest(?::uuid[], ?::text[]) as lost (trip_id, driver_id)
            where engagement.trip_id = lost.trip_id and engagement.driver_id = lost.driver_id
            """;

    private final JdbcTemplate jdbc;

    Engagements(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Drivers are assigned.
    ///
    /// @return the trips that their riders have cancelled
    Set<TripId> assign(Map<TripId, DriverId> drivers) {
        Set<TripId> cancelled = new HashSet<>();
        if (drivers.isEmpty()) {
            return cancelled;
        }
        List<TripId> trips = List.copyOf(drivers.keySet());
        jdbc.query(ASSIGN,
                statement -> set(statement, trips,
                        trips.stream().map(drivers::get).map(String::valueOf).toArray(String[]::new)),
                row -> {
                    if (row.getBoolean("cancelled")) {
                        cancelled.add(new TripId(row.getObject("trip_id", UUID.class)));
                    }
                });
        return cancelled;
    }

    /// Trips have lost their drivers, who are not told of these trips any more.
    void lose(Map<TripId, DriverId> drivers) {
        if (!drivers.isEmpty()) {
            List<TripId> trips = List.copyOf(drivers.keySet());
            jdbc.update(LOSE, statement -> set(statement, trips,
                    trips.stream().map(drivers::get).map(String::valueOf).toArray(String[]::new)));
        }
    }

    /// Riders cancelled.
    ///
    /// @param drivers who is assigned as far as the cancellers knew
    /// @return who is assigned as far as anybody knows
    Map<TripId, DriverId> cancel(Map<TripId, Optional<DriverId>> drivers) {
        Map<TripId, DriverId> assigned = new HashMap<>();
        if (drivers.isEmpty()) {
            return assigned;
        }
        List<TripId> trips = List.copyOf(drivers.keySet());
        jdbc.query(CANCEL,
                statement -> set(statement, trips,
                        trips.stream()
                                .map(trip -> drivers.getOrDefault(trip, Optional.empty()).map(DriverId::value))
                                .map(driver -> driver.orElse(null))
                                .toArray(String[]::new)),
                row -> {
                    String driver = row.getString("driver_id");
                    if (driver != null) {
                        assigned.put(new TripId(row.getObject("trip_id", UUID.class)), DriverId.of(driver));
                    }
                });
        return assigned;
    }

    private static void set(PreparedStatement statement, List<TripId> trips, @Nullable String[] drivers)
            throws SQLException {
        statement.setArray(1, statement.getConnection()
                .createArrayOf("uuid", trips.stream().map(TripId::value).toArray()));
        statement.setArray(2, statement.getConnection().createArrayOf("text", drivers));
    }
}
