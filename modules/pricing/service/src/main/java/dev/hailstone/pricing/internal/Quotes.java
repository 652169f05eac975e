package dev.hailstone.pricing.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// The quotes in the database.
@Repository
class Quotes {

    private static final String QUOTE = """
            select quote_id, rider_id, pickup_latitude, pickup_longitude, dropoff_latitude, dropoff_longitude,
                   distance_metres, price, currency, surge, tariff, created_at, expires_at, trip_id, accepted_at
            from quote
            """;

    private final JdbcClient jdbc;

    Quotes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds an open quote.
    void add(Quote quote) {
        jdbc.sql("""
                insert into quote (quote_id, rider_id, pickup_latitude, pickup_longitude, dropoff_latitude,
                    dropoff_longitude, distance_metres, price, currency, surge, tariff, created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)
                """)
                .param(quote.id().value())
                .param(quote.rider().value())
                .param(quote.pickup().latitude())
                .param(quote.pickup().longitude())
                .param(quote.dropoff().latitude())
                .param(quote.dropoff().longitude())
                .param(quote.distanceMetres())
                .param(quote.price().amount())
                .param(quote.price().currency().getCurrencyCode())
                .param(quote.surge())
                .param(quote.tariff())
                .param(quote.createdAt().toString())
                .param(quote.expiresAt().toString())
                .update();
    }

    Optional<Quote> find(QuoteId id) {
        return jdbc.sql(QUOTE + "where quote_id = ?").param(id.value()).query(Quotes::quote).optional();
    }

    /// Whoever decides on the same quote waits until this transaction ends.
    Optional<Quote> findAndLock(QuoteId id) {
        return jdbc.sql(QUOTE + "where quote_id = ? for update").param(id.value()).query(Quotes::quote).optional();
    }

    /// The quote that was accepted for a trip.
    Optional<Quote> acceptedFor(TripId trip) {
        return jdbc.sql(QUOTE + "where trip_id = ?").param(trip.value()).query(Quotes::quote).optional();
    }

    void accept(QuoteId id, TripId trip, Instant at) {
        jdbc.sql("update quote set trip_id = ?, accepted_at = ?::timestamptz where quote_id = ?")
                .param(trip.value())
                .param(at.toString())
                .param(id.value())
                .update();
    }

    /// Forgets quotes that were made before a time and that nobody has accepted, the oldest first.
    ///
    /// @return how many, at most the limit
    int forgetOpen(Instant createdBefore, int limit) {
        return forget("trip_id is null", createdBefore, limit);
    }

    /// The same of those that were accepted.
    int forgetAccepted(Instant createdBefore, int limit) {
        return forget("trip_id is not null", createdBefore, limit);
    }

    private int forget(String which, Instant createdBefore, int limit) {
        return jdbc.sql("""
                delete from quote where quote_id in (
                    select quote_id from quote where %s and created_at < ?::timestamptz
                    order by created_at limit ? for update skip locked)
                """.formatted(which)).param(createdBefore.toString()).param(limit).update();
    }

    private static Quote quote(ResultSet row, int number) throws SQLException {
        UUID trip = row.getObject("trip_id", UUID.class);
        Quote.State state = trip == null
                ? new Quote.State.Open()
                : new Quote.State.Accepted(new TripId(trip), instant(row, "accepted_at"));
        return new Quote(new QuoteId(row.getObject("quote_id", UUID.class)), new RiderId(row.getString("rider_id")),
                new GeoPoint(row.getDouble("pickup_latitude"), row.getDouble("pickup_longitude")),
                new GeoPoint(row.getDouble("dropoff_latitude"), row.getDouble("dropoff_longitude")),
                row.getDouble("distance_metres"),
                new Money(row.getBigDecimal("price"), Currency.getInstance(row.getString("currency"))),
                row.getBigDecimal("surge"), row.getInt("tariff"), instant(row, "created_at"),
                instant(row, "expires_at"),
                state);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
