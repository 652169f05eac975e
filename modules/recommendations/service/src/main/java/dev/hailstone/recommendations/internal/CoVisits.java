package dev.hailstone.recommendations.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.kernel.GeoPoint;

/// The evidence in the database: how many rides joined which two cells, and how many began and ended in each at which
/// time.
@Repository
class CoVisits implements Evidence {

    /// All that some rides teach, in one round trip. Rows are locked in their order, so that transactions that learn of
    /// the same places do not wait in a circle. Sums of `numeric` do not depend on the order of rides, so neither does the
    /// model.
    private static final String LEARN = """
            with ride as (
                select * from unnest(:origins::text[], :destinations::text[], :bands::text[], :latitudes::float8[],
                    :longitudes::float8[], :endings::timestamptz[])
                as ride (origin, destination, band, latitude, longitude, ended_at)
            ), stop as (
                select origin as cell, 1 as departure, null as band, 0 as latitude, 0 as longitude from ride
                union all
                select destination, 0, band, latitude::numeric, longitude::numeric from ride
            ), learned_places as (
                insert into place as known (cell, departures, morning, midday, evening, night, latitudes, longitudes)
                select cell, sum(departure), count(*) filter (where band = 'MORNING'),
                       count(*) filter (where band = 'MIDDAY'), count(*) filter (where band = 'EVENING'),
                       count(*) filter (where band = 'NIGHT'), sum(latitude), sum(longitude)
                from stop group by cell order by cell collate "C"
                on conflict (cell) do update set
                    departures = known.departures + excluded.departures,
                    morning = known.morning + excluded.morning, midday = known.midday + excluded.midday,
                    evening = known.evening + excluded.evening, night = known.night + excluded.night,
                    latitudes = known.latitudes + excluded.latitudes,
                    longitudes = known.longitudes + excluded.longitudes
            ), learned_pairs as (
                insert into co_visit as known (origin, destination, rides)
                select origin, destination, count(*) from ride
                group by origin, destination order by origin collate "C", destination collate "C"
                on conflict (origin, destination) do update set rides = known.rides + excluded.rides
            )
            insert into city as known (morning, midday, evening, night, latest_arrival)
            select count(*) filter (where band = 'MORNING'), count(*) filter (where band = 'MIDDAY'),
                   count(*) filter (where band = 'EVENING'), count(*) filter (where band = 'NIGHT'), max(ended_at)
            from ride
            on conflict (the_only) do update set
                morning = known.morning + excluded.morning, midday = known.midday + excluded.midday,
                evening = known.evening + excluded.evening, night = known.night + excluded.night,
                latest_arrival = greatest(known.latest_arrival, excluded.latest_arrival)
            """;

    private static final String CO_VISIT = "select origin, destination, rides from co_visit ";

    private static final String DESTINATIONS = """
            select cell, latitudes / arrivals as latitude, longitudes / arrivals as longitude,
                   morning, midday, evening, night
            from place
            where arrivals > 0 and (cell = any(:cells::text[]) or cell in (
                select cell from place where arrivals > 0 order by arrivals desc, cell limit :popular))
            """;

    private final JdbcClient jdbc;

    CoVisits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param rides at least one
    void learn(List<Ride> rides) {
        jdbc.sql(LEARN)
                .param("origins", texts(rides, ride -> ride.origin().toString()))
                .param("destinations", texts(rides, ride -> ride.destination().toString()))
                .param("bands", texts(rides, ride -> ride.band().name()))
                .param("latitudes", rides.stream().map(ride -> ride.dropoff().latitude()).toArray(Double[]::new))
                .param("longitudes", rides.stream().map(ride -> ride.dropoff().longitude()).toArray(Double[]::new))
                .param("endings", texts(rides, ride -> ride.endedAt().toString()))
                .update();
    }

    /// Forgets everything: in the order in which those who ask look, so that they wait before they have anything.
    void forget() {
        jdbc.sql("truncate city, co_visit, place").update();
    }

    @Override
    public Arrivals arrivals() {
        return jdbc.sql("select morning, midday, evening, night from city")
                .query((row, _) -> arrivals(row))
                .optional()
                .orElse(Arrivals.NONE);
    }

    @Override
    public List<CoVisit> touching(Cell place) {
        return jdbc.sql(CO_VISIT + "where origin = :place or destination = :place order by origin, destination")
                .param("place", place.toString())
                .query(CoVisits::coVisit)
                .list();
    }

    @Override
    public List<CoVisit> from(Collection<Cell> origins) {
        return jdbc.sql(CO_VISIT + "where origin = any(:origins::text[]) order by origin, destination")
                .param("origins", texts(origins, Cell::toString))
                .query(CoVisits::coVisit)
                .list();
    }

    @Override
    public Map<Cell, Long> stops(Collection<Cell> places) {
        Map<Cell, Long> stops = new HashMap<>();
        jdbc.sql("select cell, departures + arrivals as stops from place where cell = any(:cells::text[])")
                .param("cells", texts(places, Cell::toString))
                .query(row -> {
                    stops.put(Cell.parse(row.getString("cell")), row.getLong("stops"));
                });
        return stops;
    }

    @Override
    public List<Destination> destinations(Collection<Cell> places, int popular) {
        return jdbc.sql(DESTINATIONS)
                .param("cells", texts(places, Cell::toString))
                .param("popular", popular)
                .query((row, _) -> new Destination(Cell.parse(row.getString("cell")),
                        new GeoPoint(row.getDouble("latitude"), row.getDouble("longitude")), arrivals(row)))
                .list();
    }

    LearnedModel summary() {
        return jdbc.sql("""
                select coalesce(morning + midday + evening + night, 0) as trips, latest_arrival as up_to,
                       (select count(*) from place where arrivals > 0) as places
                from (select) as nothing left join city on true
                """).query(CoVisits::learnedModel).single();
    }

    private static Arrivals arrivals(ResultSet row) throws SQLException {
        return new Arrivals(row.getLong("morning"), row.getLong("midday"), row.getLong("evening"),
                row.getLong("night"));
    }

    private static CoVisit coVisit(ResultSet row, int number) throws SQLException {
        return new CoVisit(Cell.parse(row.getString("origin")), Cell.parse(row.getString("destination")),
                row.getLong("rides"));
    }

    private static LearnedModel learnedModel(ResultSet row, int number) throws SQLException {
        OffsetDateTime upTo = row.getObject("up_to", OffsetDateTime.class);
        return new LearnedModel(row.getLong("trips"), row.getLong("places"), upTo == null ? null : upTo.toInstant());
    }

    private static <T> String[] texts(Collection<T> values, Function<T, String> text) {
        return values.stream().map(text).toArray(String[]::new);
    }
}
