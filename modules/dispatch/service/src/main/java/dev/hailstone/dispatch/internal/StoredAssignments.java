package dev.hailstone.dispatch.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.hailstone.dispatch.internal.AssignmentState.Assigned;
import dev.hailstone.dispatch.internal.AssignmentState.AwaitingHold;
import dev.hailstone.dispatch.internal.AssignmentState.AwaitingRequest;
import dev.hailstone.dispatch.internal.AssignmentState.GivenUp;
import dev.hailstone.dispatch.internal.AssignmentState.Offered;
import dev.hailstone.dispatch.internal.AssignmentState.Released;
import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.dispatch.internal.AssignmentState.Withdrawn;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// All assignments in the database.
///
/// Columns that a state does not speak of keep what an earlier state has said, so that a row tells the whole story. Of drivers,
/// only who has had the trip until its end is kept, not who was merely asked.
@Component
class StoredAssignments implements Assignments {

    private static final String ADD = """
            insert into assignment (trip_id, rider_id, phase, pickup_latitude, pickup_longitude, pickup_at)
            select trip_id, rider_id, phase, pickup_latitude, pickup_longitude, pickup_at
            from unnest(:tripIds::uuid[], :riderIds::text[], :phases::text[], :pickupLatitudes::float8[],
                :pickupLongitudes::float8[], :pickupTimes::timestamptz[]) as fresh (trip_id, rider_id, phase,
                pickup_latitude, pickup_longitude, pickup_at)
            order by trip_id
            on conflict (trip_id) do nothing
            returning trip_id
            """;

    private static final String SAVE = """
            update assignment set phase = :phase,
                pickup_latitude = coalesce(:pickupLatitude, pickup_latitude),
                pickup_longitude = coalesce(:pickupLongitude, pickup_longitude),
                pickup_at = coalesce(:pickupAt, pickup_at),
                give_up_at = coalesce(:giveUpAt, give_up_at),
                attempts = coalesce(:attempts, attempts),
                next_attempt_at = :nextAttemptAt,
                offer_expires_at = :offerExpiresAt,
                driver_id = coalesce(:driverId, case when assigned_at is not null and not :searching then driver_id end),
                distance_metres = coalesce(:distanceMetres,
                    case when assigned_at is not null and not :searching then distance_metres end),
                assigned_at = coalesce(:assignedAt, case when not :searching then assigned_at end),
                declined = :declined,
                trace = :trace,
                ended_at = :endedAt
            where trip_id = :tripId
            """;

    private static final String CLAIM = """
            with claimed as (
                update assignment set next_attempt_at = :claimedUntil, attempts = attempts + 1
                where trip_id = any (array(
                    select trip_id from assignment
                    where phase in ('SEARCHING', 'OFFERED') and next_attempt_at <= :now
                    order by next_attempt_at limit :limit
                    for update skip locked))
                returning *)
            select * from claimed order by give_up_at
            """;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;

    StoredAssignments(JdbcClient jdbc, NamedParameterJdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    @Override
    public Set<TripId> add(Collection<Assignment> assignments) {
        List<Optional<AwaitingHold>> requests = assignments.stream()
                .map(it -> it.state() instanceof AwaitingHold request
                        ? Optional.of(request)
                        : Optional.<AwaitingHold>empty())
                .toList();
        return jdbc.sql(ADD)
                .param("tripIds", assignments.stream().map(it -> it.tripId().value()).toArray(UUID[]::new))
                .param("riderIds", assignments.stream().map(it -> it.riderId().value()).toArray(String[]::new))
                .param("phases", assignments.stream().map(it -> it.phase().name()).toArray(String[]::new))
                .param("pickupLatitudes", requests.stream()
                        .map(it -> it.map(request -> request.pickup().latitude()).orElse(null))
                        .toArray(Double[]::new))
                .param("pickupLongitudes", requests.stream()
                        .map(it -> it.map(request -> request.pickup().longitude()).orElse(null))
                        .toArray(Double[]::new))
                .param("pickupTimes", requests.stream()
                        .map(it -> it.map(AwaitingHold::pickupAt).map(Instant::toString).orElse(null))
                        .toArray(String[]::new))
                .query((row, _) -> tripId(row))
                .set();
    }

    @Override
    public Optional<Assignment> lock(TripId tripId) {
        return jdbc.sql("select * from assignment where trip_id = :tripId for update")
                .param("tripId", tripId.value())
                .query(StoredAssignments::read)
                .optional();
    }

    @Override
    public List<Assignment> lock(Collection<TripId> tripIds) {
        return jdbc.sql("select * from assignment where trip_id = any (:tripIds::uuid[]) order by trip_id for update")
                .param("tripIds", tripIds.stream().map(TripId::toString).toArray(String[]::new))
                .query(StoredAssignments::read)
                .list();
    }

    @Override
    public void save(Assignment assignment) {
        jdbc.sql(SAVE).paramSource(columns(assignment)).update();
    }

    @Override
    public void saveAll(List<Assignment> assignments) {
        batches.batchUpdate(SAVE,
                assignments.stream().map(StoredAssignments::columns).toArray(SqlParameterSource[]::new));
    }

    @Override
    public List<Assignment> claimDue(Instant now, Instant claimedUntil, int limit) {
        return jdbc.sql(CLAIM)
                .param("now", utc(now))
                .param("claimedUntil", utc(claimedUntil))
                .param("limit", limit)
                .query(StoredAssignments::read)
                .list();
    }

    @Override
    public Optional<Instant> nextAttempt() {
        return jdbc.sql("""
                select next_attempt_at from assignment
                where phase in ('SEARCHING', 'OFFERED') order by next_attempt_at limit 1
                """).query((row, _) -> known(instant(row, "next_attempt_at"))).optional();
    }

    @Override
    public Standing standing(Collection<DriverId> drivers) {
        Set<DriverId> engaged = new HashSet<>();
        Set<DriverId> accepting = new HashSet<>();
        Set<DriverId> asked = new HashSet<>();
        jdbc.sql("""
                select driver_id, 'ENGAGED' as standing from assignment
                where phase in ('ASSIGNED', 'OFFERED') and driver_id = any (:drivers)
                union all
                select driver_id, case when auto_accept then 'ACCEPTING' else 'ASKED' end from acceptance
                where driver_id = any (:drivers)
                """).param("drivers", drivers.stream().map(DriverId::value).toArray(String[]::new)).query(row -> {
            Set<DriverId> standing = switch (row.getString("standing")) {
                case "ENGAGED" -> engaged;
                case "ACCEPTING" -> accepting;
                default -> asked;
            };
            standing.add(DriverId.of(row.getString("driver_id")));
        });
        return new Standing(engaged, accepting, asked);
    }

    @Override
    public Optional<AssignmentView> view(TripId tripId) {
        return jdbc.sql("select * from assignment where trip_id = :tripId")
                .param("tripId", tripId.value())
                .query(StoredAssignments::readView)
                .optional();
    }

    @Override
    public List<AssignmentView> views(@Nullable Phase phase, int limit) {
        JdbcClient.StatementSpec query = phase == null
                ? jdbc.sql("select * from assignment order by trip_id desc limit :limit")
                : jdbc.sql("select * from assignment where phase = :phase order by trip_id desc limit :limit")
                        .param("phase", phase.name());
        return query.param("limit", limit).query(StoredAssignments::readView).list();
    }

    @Override
    public Optional<OfferView> offerTo(DriverId driver) {
        return jdbc.sql("select * from assignment where phase = 'OFFERED' and driver_id = :driver")
                .param("driver", driver.value())
                .query((row, _) -> new OfferView(tripId(row), driver, known(pickup(row)),
                        row.getDouble("distance_metres"), known(instant(row, "offer_expires_at"))))
                .optional();
    }

    private static MapSqlParameterSource columns(Assignment assignment) {
        MapSqlParameterSource columns = new MapSqlParameterSource("tripId", assignment.tripId().value())
                .addValue("phase", assignment.phase().name())
                .addValue("searching", assignment.state() instanceof Searching)
                .addValue("declined", assignment.declined().stream().map(DriverId::value).toArray(String[]::new))
                .addValue("trace", assignment.trace(), Types.VARCHAR)
                .addValue("offerExpiresAt", null, Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("pickupLatitude", null, Types.DOUBLE)
                .addValue("pickupLongitude", null, Types.DOUBLE)
                .addValue("pickupAt", null, Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("giveUpAt", null, Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("attempts", null, Types.INTEGER)
                .addValue("nextAttemptAt", null, Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("driverId", null, Types.VARCHAR)
                .addValue("distanceMetres", null, Types.DOUBLE)
                .addValue("assignedAt", null, Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("endedAt", null, Types.TIMESTAMP_WITH_TIMEZONE);
        switch (assignment.state()) {
            case AwaitingHold(GeoPoint pickup, _) ->
                columns.addValue("pickupLatitude", pickup.latitude()).addValue("pickupLongitude", pickup.longitude());
            case AwaitingRequest() -> {
                // Nothing is known but the rider.
            }
            case Searching(GeoPoint pickup, Instant pickupAt, Instant giveUpAt, int attempts, Instant nextAttemptAt) ->
                columns.addValue("pickupLatitude", pickup.latitude())
                        .addValue("pickupLongitude", pickup.longitude())
                        .addValue("pickupAt", pickupAt == null ? null : utc(pickupAt), Types.TIMESTAMP_WITH_TIMEZONE)
                        .addValue("giveUpAt", utc(giveUpAt))
                        .addValue("attempts", attempts)
                        .addValue("nextAttemptAt", utc(nextAttemptAt));
            case Offered(_, _, _, _, DriverId driver, double distanceMetres, Instant expiresAt) ->
                columns.addValue("driverId", driver.value())
                        .addValue("distanceMetres", distanceMetres)
                        .addValue("nextAttemptAt", utc(expiresAt))
                        .addValue("offerExpiresAt", utc(expiresAt));
            case Assigned(_, _, DriverId driver, double distanceMetres, Instant at) ->
                columns.addValue("driverId", driver.value())
                        .addValue("distanceMetres", distanceMetres)
                        .addValue("assignedAt", utc(at));
            case Released(Instant at) -> columns.addValue("endedAt", utc(at));
            case GivenUp(Instant at) -> columns.addValue("endedAt", utc(at));
            case Withdrawn(Instant at) -> columns.addValue("endedAt", utc(at));
        }
        return columns;
    }

    private static Assignment read(ResultSet row, int number) throws SQLException {
        AssignmentState state = switch (Phase.valueOf(row.getString("phase"))) {
            case AWAITING_HOLD -> new AwaitingHold(known(pickup(row)), instant(row, "pickup_at"));
            case AWAITING_REQUEST -> new AwaitingRequest();
            case SEARCHING -> new Searching(known(pickup(row)), instant(row, "pickup_at"),
                    known(instant(row, "give_up_at")), row.getInt("attempts"), known(instant(row, "next_attempt_at")));
            case OFFERED -> new Offered(known(pickup(row)), instant(row, "pickup_at"),
                    known(instant(row, "give_up_at")), row.getInt("attempts"), DriverId.of(row.getString("driver_id")),
                    row.getDouble("distance_metres"), known(instant(row, "offer_expires_at")));
            case ASSIGNED -> new Assigned(known(pickup(row)), instant(row, "pickup_at"),
                    DriverId.of(row.getString("driver_id")), row.getDouble("distance_metres"),
                    known(instant(row, "assigned_at")));
            case RELEASED -> new Released(known(instant(row, "ended_at")));
            case GIVEN_UP -> new GivenUp(known(instant(row, "ended_at")));
            case WITHDRAWN -> new Withdrawn(known(instant(row, "ended_at")));
        };
        return new Assignment(tripId(row), RiderId.of(row.getString("rider_id")), declined(row), row.getString("trace"),
                state);
    }

    private static AssignmentView readView(ResultSet row, int number) throws SQLException {
        String driver = row.getString("driver_id");
        return new AssignmentView(tripId(row), RiderId.of(row.getString("rider_id")),
                Phase.valueOf(row.getString("phase")), pickup(row), row.getInt("attempts"),
                declined(row).stream().sorted(Comparator.comparing(DriverId::value)).toList(),
                instant(row, "next_attempt_at"), instant(row, "give_up_at"),
                driver == null ? null : DriverId.of(driver), row.getObject("distance_metres", Double.class),
                instant(row, "assigned_at"), instant(row, "offer_expires_at"), instant(row, "ended_at"));
    }

    private static TripId tripId(ResultSet row) throws SQLException {
        return new TripId(row.getObject("trip_id", UUID.class));
    }

    private static Set<DriverId> declined(ResultSet row) throws SQLException {
        return Stream.of((String[]) row.getArray("declined").getArray())
                .map(DriverId::of)
                .collect(Collectors.toSet());
    }

    private static @Nullable GeoPoint pickup(ResultSet row) throws SQLException {
        Double latitude = row.getObject("pickup_latitude", Double.class);
        return latitude == null ? null : new GeoPoint(latitude, row.getDouble("pickup_longitude"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> T known(@Nullable T column) {
        return Objects.requireNonNull(column, "a column that the assignment's phase demands is null");
    }
}
