package dev.hailstone.tracking.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.tracking.DriverId;

/// Which trips engage which drivers, in the database.
///
/// Assignment and end of a trip come in any order, each once. An end that comes first leaves a row without a driver, and
/// the assignment that finds it engages nobody. The same holds for a driver whom the trip loses on the way; a trip that has
/// got another driver has lost the one before.
///
/// Each statement is for many trips, and locks trips and drivers in the order of their ids.
@Repository
class Engagements {

    /// A driver may be unknown here: whoever rebuilds the module from the journals hears of assignments first.
    private static final String ENGAGE = """
            with begun as (
                insert into engagement (trip_id, driver_id)
                select * from unnest(?::uuid[], ?::text[])
                on conflict (trip_id) do update
                set driver_id = excluded.driver_id, freed = engagement.driver_id
                where engagement.ended_at is null and engagement.driver_id is distinct from excluded.driver_id
                    and excluded.driver_id <> all (engagement.lost)
                returning driver_id, freed),
            changed as (
                select driver_id, 1 as trips from begun
                union all
                select freed, -1 from begun where freed is not null)
            insert into driver (driver_id, online, since, engagements, version, changed_at)
            select driver_id, false, ?::timestamptz, sum(trips), 1, clock_timestamp()
            from changed group by driver_id order by driver_id
            on conflict (driver_id) do update
            set engagements = driver.engagements + excluded.engagements,
                version = driver.version + 1, changed_at = excluded.changed_at
            returning driver_id, online, engagements, version
            """;

    /// Inserts nobody, since whoever is freed is known; but only an insert finds the row of a driver who was unknown when the
    /// statement began, and who has become known by an assignment for which it has waited.
    private static final String FREED = """
            insert into driver (driver_id, online, since, engagements, version, changed_at)
            select driver_id, false, clock_timestamp(), -count(*), 1, clock_timestamp()
            from freed where driver_id is not null group by driver_id order by driver_id
            on conflict (driver_id) do update
            set engagements = driver.engagements + excluded.engagements,
                version = driver.version + 1, changed_at = excluded.changed_at
            returning driver_id, online, engagements, version
            """;

    private static final String LOSE = """
            with freed as (
                insert into engagement (trip_id, lost)
                select trip_id, array_agg(driver_id) from unnest(?::uuid[], ?::text[]) as lost (trip_id, driver_id)
                group by trip_id order by trip_id
                on conflict (trip_id) do update
                set lost = engagement.lost || excluded.lost,
                    driver_id = case when engagement.driver_id <> all (excluded.lost) then engagement.driver_id end,
                    freed = case when engagement.driver_id = any (excluded.lost) then engagement.driver_id end
                where engagement.ended_at is null
                returning freed as driver_id)
            """ + FREED;

    private static final String FREE = """
            with freed as (
                insert into engagement (trip_id, ended_at)
                select trip_id, ?::timestamptz from unnest(?::uuid[]) trip_id
                on conflict (trip_id) do update set ended_at = excluded.ended_at
                where engagement.ended_at is null
                returning driver_id)
            """ + FREED;

    private final JdbcClient jdbc;

    Engagements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return the drivers whose availability may have changed
    List<Availability> begin(SortedMap<UUID, DriverId> assignments, Instant at) {
        return jdbc.sql(ENGAGE)
                .param(ids(assignments.keySet()))
                .param(assignments.values().stream().map(DriverId::value).toArray(String[]::new))
                .param(at.toString())
                .query(Drivers::availability)
                .list();
    }

    /// @param losses each trip as often as it has lost a driver
    /// @return the drivers whose availability may have changed
    List<Availability> lose(List<Loss> losses) {
        return jdbc.sql(LOSE)
                .param(losses.stream().map(loss -> loss.trip().toString()).toArray(String[]::new))
                .param(losses.stream().map(loss -> loss.driver().value()).toArray(String[]::new))
                .query(Drivers::availability)
                .list();
    }

    /// @param trips in order
    /// @return the drivers whose availability may have changed
    List<Availability> end(Collection<UUID> trips, Instant at) {
        return jdbc.sql(FREE).param(at.toString()).param(ids(trips)).query(Drivers::availability).list();
    }

    /// Forgets trips that had a driver and ended before a time.
    ///
    /// @return how many, at most the limit
    int forget(Instant endedBefore, int limit) {
        return forget("driver_id is not null", endedBefore, limit);
    }

    /// The same of ends that still wait for an assignment.
    int forgetLoneEnds(Instant endedBefore, int limit) {
        return forget("driver_id is null", endedBefore, limit);
    }

    private int forget(String which, Instant endedBefore, int limit) {
        return jdbc.sql("""
                delete from engagement where trip_id in (
                    select trip_id from engagement where %s and ended_at < ?::timestamptz
                    limit ? for update skip locked)
                """.formatted(which)).param(endedBefore.toString()).param(limit).update();
    }

    /// A trip has lost its driver before it began.
    record Loss(UUID trip, DriverId driver) {}

    private static String[] ids(Collection<UUID> trips) {
        return trips.stream().map(UUID::toString).toArray(String[]::new);
    }
}
