package dev.hailstone.infra.messaging;

import java.util.Locale;
import java.util.Optional;

import org.springframework.jdbc.core.JdbcTemplate;

/// What an operator has chosen to carry the events of producers to one module, over the configuration. Every method works
/// in the transaction that is running.
final class Routes {

    private final JdbcTemplate jdbc;
    private final String select;

    Routes(String consumer, JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.select = "select transport from %s.event_route where producer = ?".formatted(consumer);
    }

    Optional<Transport> of(String producer) {
        return jdbc.query(select, (row, _) -> Transport.valueOf(row.getString(1).toUpperCase(Locale.ROOT)), producer)
                .stream()
                .findFirst();
    }
}
