package dev.hailstone.infra.messaging;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/// What an operator has chosen to carry the events of producers to one module, over the configuration. Every method works
/// in the transaction that is running.
final class Routes {

    private final JdbcTemplate jdbc;
    private final String table;

    Routes(String consumer, JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.table = consumer + ".event_route";
    }

    /// By producer.
    Map<String, Transport> all() {
        Map<String, Transport> routes = new HashMap<>();
        jdbc.query("select producer, transport from " + table, (RowCallbackHandler) row -> routes
                .put(row.getString(1), Transport.valueOf(row.getString(2).toUpperCase(Locale.ROOT))));
        return routes;
    }

    void choose(String producer, Transport transport) {
        jdbc.update("""
                insert into %s (producer, transport) values (?, ?)
                on conflict (producer) do update set transport = excluded.transport
                """.formatted(table), producer, transport.text());
    }

    /// Leaves it to the configuration again.
    void forget(String producer) {
        jdbc.update("delete from %s where producer = ?".formatted(table), producer);
    }
}
