package dev.hailstone.ledger.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.ledger.internal.Account.Driver;
import dev.hailstone.tracking.DriverId;

/// What drivers earned by day, and what came in by zone and hour. Each answer tells the position that it has reached.
@Component
@Transactional(readOnly = true)
class Reports {

    private final JdbcClient jdbc;

    Reports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What a driver earned, day by day (UTC), in every currency.
    ///
    /// @param from the first day
    /// @param to the last day
    DriverEarnings earningsOf(DriverId driver, LocalDate from, LocalDate to) {
        long[] position = new long[1];
        List<DriverEarnings.Day> days = new ArrayList<>();
        jdbc.sql(
                """
                        select h.position, e.day, e.currency, e.trips, e.earned
                          from ledger_head h
                          left join driver_earnings e
                            on e.generation = h.driver_earnings_generation and e.account = :account and e.day between :from and :to
                         order by e.day, e.currency""")
                .param("account", new Driver(driver).code())
                .param("from", from)
                .param("to", to)
                .query(row -> {
                    position[0] = row.getLong("position");
                    if (row.getObject("day") != null) {
                        days.add(new DriverEarnings.Day(row.getObject("day", LocalDate.class), row.getLong("trips"),
                                sum(row, "earned")));
                    }
                });
        return new DriverEarnings(driver, days, position[0]);
    }

    /// What rides that ended on a day (UTC) brought in, by zone and hour.
    ///
    /// @param zone null for all
    ZoneRevenue revenueOf(LocalDate day, @Nullable String zone) {
        long[] position = new long[1];
        List<ZoneRevenue.Hour> hours = new ArrayList<>();
        jdbc.sql("""
                select h.position, r.zone, r.hour, r.currency, r.trips, r.fares, r.revenue
                  from ledger_head h
                  left join zone_revenue r
                    on r.generation = h.zone_revenue_generation and r.hour >= :from and r.hour < :to
                   and (cast(:zone as text) is null or r.zone = :zone)
                 order by r.zone, r.hour, r.currency""")
                .param("from", day.atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("to", day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("zone", zone)
                .query(row -> {
                    position[0] = row.getLong("position");
                    if (row.getObject("zone") != null) {
                        hours.add(new ZoneRevenue.Hour(row.getString("zone"), instant(row), row.getLong("trips"),
                                sum(row, "fares"), sum(row, "revenue")));
                    }
                });
        return new ZoneRevenue(hours, position[0]);
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("hour", OffsetDateTime.class).toInstant();
    }

    private static Sum sum(ResultSet row, String column) throws SQLException {
        return new Sum(row.getBigDecimal(column), Currency.getInstance(row.getString("currency")));
    }
}
