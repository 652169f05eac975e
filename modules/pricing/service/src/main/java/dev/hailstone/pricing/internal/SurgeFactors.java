package dev.hailstone.pricing.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The cells where prices are above the tariff. All others are at 1.
@Repository
class SurgeFactors {

    private final JdbcClient jdbc;

    SurgeFactors(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The highest first.
    List<SurgeFactor> highest(int limit) {
        return jdbc.sql("select cell, factor, since from surge order by factor desc, cell limit ?")
                .param(limit)
                .query(SurgeFactors::factor)
                .list();
    }

    /// All of them, which nobody else changes until this transaction ends.
    List<SurgeFactor> lockAll() {
        jdbc.sql("lock table surge in exclusive mode").update();
        return jdbc.sql("select cell, factor, since from surge").query(SurgeFactors::factor).list();
    }

    /// @param changes above 1
    void raise(Collection<SurgeFactor> changes) {
        jdbc.sql("""
                insert into surge (cell, factor, since)
                select * from unnest(?::text[], ?::numeric[], ?::timestamptz[])
                on conflict (cell) do update set factor = excluded.factor, since = excluded.since
                """)
                .param(changes.stream().map(change -> change.cell().name()).toArray(String[]::new))
                .param(changes.stream().map(change -> change.factor().toPlainString()).toArray(String[]::new))
                .param(changes.stream().map(change -> change.since().toString()).toArray(String[]::new))
                .update();
    }

    /// Returns cells to 1.
    void calm(Collection<Cell> cells) {
        jdbc.sql("delete from surge where cell = any(?::text[])")
                .param(cells.stream().map(Cell::name).toArray(String[]::new))
                .update();
    }

    private static SurgeFactor factor(ResultSet row, int number) throws SQLException {
        return new SurgeFactor(new Cell(row.getString("cell")), row.getBigDecimal("factor"),
                row.getObject("since", OffsetDateTime.class).toInstant());
    }
}
