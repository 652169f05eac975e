package dev.hailstone.pricing.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The tariffs in the database. The first one came by migration and is valid since ever.
@Repository
class Tariffs {

    private static final String TARIFF = """
            select version, valid_from, currency, base, per_kilometre, per_minute, minimum from tariff
            """;

    private static final String PRICE_LEVEL = """
            select version, valid_from, currency, base, per_kilometre, per_minute, minimum,
                   coalesce((select factor from surge where cell = ?), 1) as surge
            from tariff where valid_from <= ?::timestamptz order by valid_from desc limit 1
            """;

    private final JdbcClient jdbc;

    Tariffs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Tariff validAt(Instant time) {
        return jdbc.sql(TARIFF + "where valid_from <= ?::timestamptz order by valid_from desc limit 1")
                .param(time.toString())
                .query(Tariffs::tariff)
                .single();
    }

    /// The tariff at a time, and the surge in a cell now: one statement, since each quote asks.
    PriceLevel priceLevel(Instant time, Cell cell) {
        return jdbc.sql(PRICE_LEVEL)
                .param(cell.name())
                .param(time.toString())
                .query((row, number) -> new PriceLevel(tariff(row, number), row.getBigDecimal("surge")))
                .single();
    }

    Tariff ofVersion(int version) {
        return jdbc.sql(TARIFF + "where version = ?").param(version).query(Tariffs::tariff).single();
    }

    /// In the order of their validity.
    List<Tariff> all() {
        return jdbc.sql(TARIFF + "order by valid_from").query(Tariffs::tariff).list();
    }

    /// All of them, in the order of their validity, and nobody else adds one until this transaction ends.
    List<Tariff> lockAll() {
        jdbc.sql("lock table tariff in share row exclusive mode").update();
        return all();
    }

    void add(Tariff tariff) {
        jdbc.sql("""
                insert into tariff (version, valid_from, currency, base, per_kilometre, per_minute, minimum)
                values (?, ?::timestamptz, ?, ?, ?, ?, ?)
                """)
                .param(tariff.version())
                .param(tariff.validFrom().toString())
                .param(tariff.currency().getCurrencyCode())
                .param(tariff.base())
                .param(tariff.perKilometre())
                .param(tariff.perMinute())
                .param(tariff.minimum())
                .update();
    }

    static Tariff tariff(ResultSet row, int number) throws SQLException {
        return new Tariff(row.getInt("version"), row.getObject("valid_from", OffsetDateTime.class).toInstant(),
                Currency.getInstance(row.getString("currency")),
                row.getBigDecimal("base"), row.getBigDecimal("per_kilometre"), row.getBigDecimal("per_minute"),
                row.getBigDecimal("minimum"));
    }
}
