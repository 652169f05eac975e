package dev.hailstone.dispatch.internal;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.tracking.DriverId;

/// How drivers take offers, as far as they have said so. To be used within a transaction.
@Repository
class Acceptances {

    private final JdbcClient jdbc;

    Acceptances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whether the driver accepts whatever comes; empty if they have said nothing.
    Optional<Boolean> autoAccept(DriverId driver) {
        return jdbc.sql("select auto_accept from acceptance where driver_id = :driver")
                .param("driver", driver.value())
                .query(Boolean.class)
                .optional();
    }

    void choose(DriverId driver, boolean autoAccept) {
        jdbc.sql("""
                insert into acceptance (driver_id, auto_accept) values (:driver, :autoAccept)
                on conflict (driver_id) do update set auto_accept = excluded.auto_accept
                """).param("driver", driver.value()).param("autoAccept", autoAccept).update();
    }
}
