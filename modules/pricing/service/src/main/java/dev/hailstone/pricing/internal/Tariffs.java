package dev.hailstone.pricing.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The tariffs in the database. They come by migration, the first one valid since ever.
@Repository
class Tariffs {

    private static final String TARIFF = """
            select version, valid_from, currency, base, per_kilometre, per_minute, minimum from tariff
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

    Tariff ofVersion(int version) {
        return jdbc.sql(TARIFF + "where version = ?").param(version).query(Tariffs::tariff).single();
    }

    /// In the order of their validity.
    List<Tariff> all() {
        return jdbc.sql(TARIFF + "order by valid_from").query(Tariffs::tariff).list();
    }

    private static Tariff tariff(ResultSet row, int number) throws SQLException {
        return new Tariff(row.getInt("version"), row.getObject("valid_from", OffsetDateTime.class).toInstant(),
                Currency.getInstance(row.getString("currency")),
                row.getBigDecimal("base"), row.getBigDecimal("per_kilometre"), row.getBigDecimal("per_minute"),
                row.getBigDecimal("minimum"));
    }
}
