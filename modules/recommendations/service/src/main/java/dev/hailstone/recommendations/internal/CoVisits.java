package dev.hailstone.recommendations.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.kernel.GeoPoint;

/// What has been learned: how many rides ended in each cell, and how many of them came from which cell at which time.
@Repository
class CoVisits {

    /// Both facts in one round trip. Sums of `numeric` do not depend on the order of rides, so neither does the model.
    private static final String LEARN = """
            with arrival as (
                insert into place as known (cell, arrivals, latitudes, longitudes, latest_arrival)
                values (:destination, 1, :latitude, :longitude, :endedAt)
                on conflict (cell) do update set
                    arrivals = known.arrivals + 1,
                    latitudes = known.latitudes + excluded.latitudes,
                    longitudes = known.longitudes + excluded.longitudes,
                    latest_arrival = greatest(known.latest_arrival, excluded.latest_arrival)
            )
            insert into co_visit as known (origin, band, destination, rides)
            values (:origin, :band, :destination, 1)
            on conflict (origin, band, destination) do update set rides = known.rides + 1
            """;

    private static final String CANDIDATES = """
            with visited as (
                select destination as cell, sum(rides) as rides,
                       coalesce(sum(rides) filter (where band = :band), 0) as rides_in_band
                from co_visit
                where origin = :origin
                group by destination
            ), popular as (
                select cell from place order by arrivals desc, cell limit :popular
            ), candidate as (
                select cell from visited union select cell from popular
            )
            select split_part(cell, '-', 1)::int as "row", split_part(cell, '-', 2)::int as "column",
                   latitudes / arrivals as latitude, longitudes / arrivals as longitude, arrivals,
                   coalesce(rides, 0) as rides, coalesce(rides_in_band, 0) as rides_in_band
            from candidate join place using (cell) left join visited using (cell)
            """;

    private static final String SUMMARY = """
            select coalesce(sum(arrivals), 0) as trips, count(*) as places, max(latest_arrival) as up_to from place
            """;

    private final JdbcClient jdbc;

    CoVisits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void learn(Ride ride) {
        jdbc.sql(LEARN)
                .param("origin", ride.origin().toString())
                .param("band", ride.band().name())
                .param("destination", ride.destination().toString())
                .param("latitude", ride.dropoff().latitude())
                .param("longitude", ride.dropoff().longitude())
                .param("endedAt", ride.endedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Every destination reached from a cell, and the most popular ones of all.
    ///
    /// @param popular how many of the latter
    Evidence from(Cell origin, HourBand band, int popular) {
        List<Destination> candidates = jdbc.sql(CANDIDATES)
                .param("origin", origin.toString())
                .param("band", band.name())
                .param("popular", popular)
                .query(CoVisits::destination)
                .list();
        return new Evidence(candidates, summary().trips());
    }

    LearnedModel summary() {
        return jdbc.sql(SUMMARY).query(CoVisits::learnedModel).single();
    }

    private static Destination destination(ResultSet row, int number) throws SQLException {
        return new Destination(new Cell(row.getInt("row"), row.getInt("column")),
                new GeoPoint(row.getDouble("latitude"), row.getDouble("longitude")),
                row.getLong("arrivals"), row.getLong("rides"), row.getLong("rides_in_band"));
    }

    private static LearnedModel learnedModel(ResultSet row, int number) throws SQLException {
        OffsetDateTime upTo = row.getObject("up_to", OffsetDateTime.class);
        return new LearnedModel(row.getLong("trips"), row.getLong("places"), upTo == null ? null : upTo.toInstant());
    }
}
