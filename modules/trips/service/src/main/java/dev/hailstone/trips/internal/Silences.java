package dev.hailstone.trips.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.tracking.DriverId;

/// When drivers last fell silent. To be used within a transaction.
///
/// Tracking and dispatch are heard in any order, and at the same time. So whoever notes or reads here holds the drivers
/// concerned until their transaction ends, and of a silence and an assignment the later one knows of the earlier one.
@Repository
class Silences {

    /// Longer than any trip waits for a driver; an assignment that is heard later still finds nobody waiting.
    private static final Duration KEPT_FOR = Duration.ofDays(1);
    private static final int MOST_FORGOTTEN = 1000;

    private final JdbcClient jdbc;

    Silences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Keeps that drivers have fallen silent, and forgets those who did so a day before.
    void note(Map<DriverId, Instant> silences, Instant now) {
        if (silences.isEmpty()) {
            return;
        }
        hold(silences.keySet());
        jdbc.sql("""
                insert into silence as known (driver_id, at)
                select * from unnest(?::text[], ?::timestamptz[])
                on conflict (driver_id) do update set at = greatest(known.at, excluded.at)
                """)
                .param(ids(silences.keySet()))
                .param(silences.values().stream().map(Instant::toString).toArray(String[]::new))
                .update();
        jdbc.sql("""
                delete from silence where driver_id in (
                    select driver_id from silence where at < ?::timestamptz limit ? for update skip locked)
                """).param(now.minus(KEPT_FOR).toString()).param(MOST_FORGOTTEN).update();
    }

    /// @return of those of the drivers who have fallen silent lately, when they last did
    Map<DriverId, Instant> of(Collection<DriverId> drivers) {
        Map<DriverId, Instant> silences = new HashMap<>();
        if (!drivers.isEmpty()) {
            hold(drivers);
            jdbc.sql("select driver_id, at from silence where driver_id = any(?::text[])")
                    .param(ids(drivers))
                    .query(row -> {
                        silences.put(new DriverId(row.getString("driver_id")),
                                row.getObject("at", OffsetDateTime.class).toInstant());
                    });
        }
        return silences;
    }

    /// In a statement of its own, since what was committed while it waited is seen by the next one only.
    private void hold(Collection<DriverId> drivers) {
        jdbc.sql("""
                select pg_advisory_xact_lock(key)
                from (select distinct hashtextextended('driver:' || current_user || ':' || driver_id, 0) as key
                    from unnest(?::text[]) driver_id order by key) held
                """).param(ids(drivers)).query(_ -> {});
    }

    private static String[] ids(Collection<DriverId> drivers) {
        return drivers.stream().map(DriverId::value).toArray(String[]::new);
    }
}
