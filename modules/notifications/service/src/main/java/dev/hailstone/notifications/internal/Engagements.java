package dev.hailstone.notifications.internal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Brings together what two modules say of a trip, in whichever order they are heard: dispatch, that a driver is
/// assigned, and trips, that the driver was lost or that the rider cancelled.
///
/// All of them go through an upsert of the same row, so that the later of two transactions sees what the earlier one knew. Rows
/// are taken in the order of their ids, a kind of news at a time; two transactions that wait for each other all the same are
/// done again.
@Repository
class Engagements {

    private static final String ASSIGN = """
            insert into engagement as known (trip_id, driver_id, cancelled)
            select trip_id, driver_id, false from unnest(?::uuid[], ?::text[]) as assigned (trip_id, driver_id)
            order by trip_id
            on conflict (trip_id) do update set driver_id = case
                when excluded.driver_id = any (known.lost) then known.driver_id else excluded.driver_id end
            returning trip_id, cancelled, lost
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
            insert into engagement as known (trip_id, cancelled, lost)
            select trip_id, false, array_agg(driver_id) from unnest(?::uuid[], ?::text[]) as gone (trip_id, driver_id)
            group by trip_id order by trip_id
            on conflict (trip_id) do update set lost = known.lost || excluded.lost,
                driver_id = case when known.driver_id <> all (excluded.lost) then known.driver_id end
            """;

    private final JdbcTemplate jdbc;

    Engagements(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Drivers are assigned; of several of one trip, the last one drives.
    ///
    /// @return those that are undone already, and by what
    Map<Assignment, Undoing> assign(Collection<Assignment> assignments) {
        Map<TripId, DriverId> drivers = new LinkedHashMap<>();
        assignments.forEach(assignment -> drivers.put(assignment.trip(), assignment.driver()));
        Map<Assignment, Undoing> undone = new HashMap<>();
        if (drivers.isEmpty()) {
            return undone;
        }
        List<TripId> trips = List.copyOf(drivers.keySet());
        jdbc.query(ASSIGN,
                statement -> set(statement, trips,
                        trips.stream().map(drivers::get).map(String::valueOf).toArray(String[]::new)),
                row -> {
                    boolean cancelled = row.getBoolean("cancelled");
                    List<String> lost = List.of((String[]) row.getArray("lost").getArray());
                    if (cancelled || !lost.isEmpty()) {
                        TripId trip = new TripId(row.getObject("trip_id", UUID.class));
                        assignments.stream()
                                .filter(assignment -> assignment.trip().equals(trip))
                                .forEach(assignment -> {
                                    if (lost.contains(assignment.driver().value())) {
                                        undone.put(assignment, Undoing.LOSS);
                                    } else if (cancelled) {
                                        undone.put(assignment, Undoing.CANCELLATION);
                                    }
                                });
                    }
                });
        return undone;
    }

    /// Whether the driver has been asked to take the trip, and so knows of it.
    boolean asked(Assignment assignment) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select from notification where cause = ? and recipient = ?)", Boolean.class,
                Cause.offer(assignment.trip()).value(), Recipient.driver(assignment.driver()).value()));
    }

    /// Trips have lost their drivers, who are not told of these trips any more.
    void lose(List<Assignment> losses) {
        if (!losses.isEmpty()) {
            jdbc.update(LOSE, statement -> set(statement, losses.stream().map(Assignment::trip).toList(),
                    losses.stream().map(loss -> loss.driver().value()).toArray(String[]::new)));
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

    /// A trip and who is to drive it.
    record Assignment(TripId trip, DriverId driver) {}

    /// What has undone an assignment: the trip was cancelled, or has lost that driver.
    enum Undoing {
        CANCELLATION, LOSS
    }

    private static void set(PreparedStatement statement, List<TripId> trips, @Nullable String[] drivers)
            throws SQLException {
        statement.setArray(1, statement.getConnection()
                .createArrayOf("uuid", trips.stream().map(TripId::value).toArray()));
        statement.setArray(2, statement.getConnection().createArrayOf("text", drivers));
    }
}
