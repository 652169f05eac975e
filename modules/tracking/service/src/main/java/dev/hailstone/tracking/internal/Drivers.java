package dev.hailstone.tracking.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;

/// The drivers and their latest positions in the database.
///
/// Statements for several drivers lock them in the order of their ids, so that they never wait for each other in a circle.
@Repository
class Drivers {

    private static final String DRIVER = """
            select d.driver_id, d.online, d.engagements, d.version, d.since, p.latitude, p.longitude, p.seen_at
            from driver d left join driver_position p using (driver_id)
            """;

    /// Clocks of several processes do not differ by more, unless one is wrong.
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    /// Which process wrote a position: each one reads those of the others.
    private final UUID writer = UUID.randomUUID();
    private final JdbcClient jdbc;

    Drivers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return those who were offline or unknown until now
    List<DriverId> bringOnline(Collection<DriverId> drivers, Instant at) {
        return jdbc
                .sql("""
                        insert into driver (driver_id, online, since, engagements, version, changed_at)
                        select driver_id, true, ?::timestamptz, 0, 1, clock_timestamp()
                        from unnest(?::text[]) driver_id order by driver_id
                        on conflict (driver_id) do update
                        set online = true, since = excluded.since, version = driver.version + 1, changed_at = excluded.changed_at
                        where not driver.online
                        returning driver_id
                        """)
                .param(at.toString())
                .param(ids(drivers))
                .query((row, _) -> driverId(row))
                .list();
    }

    /// @param unseenSince only those who have not been seen since then; without it all
    /// @return those who were online until now, with their last written position
    List<Driver> takeOffline(Collection<DriverId> drivers, Instant at, @Nullable Instant unseenSince) {
        return jdbc.sql("""
                with leaving as (
                    select d.driver_id, p.latitude, p.longitude, p.seen_at
                    from driver d join driver_position p using (driver_id)
                    where d.driver_id = any(?::text[]) and d.online and p.seen_at < ?::timestamptz
                    order by d.driver_id for update of d)
                update driver d
                set online = false, since = ?::timestamptz, version = d.version + 1, changed_at = clock_timestamp()
                from leaving p where d.driver_id = p.driver_id
                returning d.driver_id, d.online, d.engagements, d.version, d.since, p.latitude, p.longitude, p.seen_at
                """)
                .param(ids(drivers))
                .param(unseenSince == null ? "infinity" : unseenSince.toString())
                .param(at.toString())
                .query(Drivers::driver)
                .list();
    }

    List<Availability> availability(Collection<DriverId> drivers) {
        return jdbc.sql("select driver_id, online, engagements, version from driver where driver_id = any(?::text[])")
                .param(ids(drivers))
                .query(Drivers::availability)
                .list();
    }

    /// Writes positions; an older one never replaces a newer one, unless that lies in the future, since a clock has been set
    /// back. A driver who went offline and returned may be among them twice.
    void place(Collection<Placement> placements, Instant now) {
        jdbc.sql("""
                insert into driver_position (driver_id, latitude, longitude, seen_at, written_at, written_by)
                select distinct on (driver_id) driver_id, latitude, longitude, seen_at, clock_timestamp(), ?::uuid
                from unnest(?::text[], ?::float8[], ?::float8[], ?::timestamptz[])
                    as placement (driver_id, latitude, longitude, seen_at)
                order by driver_id, seen_at desc
                on conflict (driver_id) do update
                set latitude = excluded.latitude, longitude = excluded.longitude, seen_at = excluded.seen_at,
                    written_at = excluded.written_at, written_by = excluded.written_by
                where driver_position.seen_at <= excluded.seen_at or driver_position.seen_at > ?::timestamptz
                """)
                .param(writer)
                .param(placements.stream().map(placement -> placement.driver().value()).toArray(String[]::new))
                .param(placements.stream().map(placement -> placement.position().latitude()).toArray(Double[]::new))
                .param(placements.stream().map(placement -> placement.position().longitude()).toArray(Double[]::new))
                .param(placements.stream().map(placement -> placement.seenAt().toString()).toArray(String[]::new))
                .param(now.plus(CLOCK_TOLERANCE).toString())
                .update();
    }

    Optional<Driver> find(DriverId driver) {
        return jdbc.sql(DRIVER + "where d.driver_id = ?").param(driver.value()).query(Drivers::driver).optional();
    }

    /// Drivers in the order of their ids.
    ///
    /// @param after the last id of the page before, empty for the first page
    List<Driver> page(boolean availableOnly, String after, int limit) {
        String available = availableOnly ? "and d.online and d.engagements = 0 " : "";
        return jdbc.sql(DRIVER + "where d.driver_id > ? " + available + "order by d.driver_id limit ?")
                .param(after)
                .param(limit)
                .query(Drivers::driver)
                .list();
    }

    List<Driver> online() {
        return jdbc.sql(DRIVER + "where d.online").query(Drivers::driver).list();
    }

    /// Drivers who went online or offline, were engaged or freed since then, whoever told it.
    List<Driver> changedSince(Instant then) {
        return jdbc.sql(DRIVER + "where d.changed_at > ?::timestamptz")
                .param(then.toString())
                .query(Drivers::driver)
                .list();
    }

    /// Online drivers whose position another process has written since then.
    List<Driver> placedElsewhereSince(Instant then) {
        return jdbc.sql(DRIVER + "where p.written_at > ?::timestamptz and p.written_by <> ? and d.online")
                .param(then.toString())
                .param(writer)
                .query(Drivers::driver)
                .list();
    }

    /// The time that all processes share.
    Instant databaseTime() {
        return jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant();
    }

    private static Driver driver(ResultSet row, int number) throws SQLException {
        OffsetDateTime seenAt = row.getObject("seen_at", OffsetDateTime.class);
        return new Driver(availability(row, number), row.getObject("since", OffsetDateTime.class).toInstant(),
                seenAt == null ? null : new GeoPoint(row.getDouble("latitude"), row.getDouble("longitude")),
                seenAt == null ? null : seenAt.toInstant());
    }

    static Availability availability(ResultSet row, int number) throws SQLException {
        return new Availability(driverId(row), row.getBoolean("online"), row.getInt("engagements"),
                row.getLong("version"));
    }

    private static DriverId driverId(ResultSet row) throws SQLException {
        return new DriverId(row.getString("driver_id"));
    }

    private static String[] ids(Collection<DriverId> drivers) {
        return drivers.stream().map(DriverId::value).toArray(String[]::new);
    }

    /// Where a driver was seen.
    record Placement(DriverId driver, GeoPoint position, Instant seenAt) {}
}
