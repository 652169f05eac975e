package dev.hailstone.infra.messaging;

import org.springframework.jdbc.core.JdbcTemplate;

/// Lets a module hear another one from the first event on, to make again what follows from its events.
///
/// The module forgets in the same transaction what it has made of them. It begins with this call and not with its own
/// tables: whoever delivers holds a cursor while listeners work, and both would wait for each other otherwise.
public final class HearingAnew {

    private final JdbcTemplate jdbc;

    HearingAnew(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Sets the cursors back to zero, and forgets parked events: they are heard again, too. Works in the transaction that
    /// is running, which is to be the consumer's; with its commit deliveries begin anew, within some seconds.
    ///
    /// Where the producer's journal no longer begins at its beginning, the subscription stops and says so.
    public void of(String consumer, String producer) {
        jdbc.queryForList("""
                select from %s.event_cursor where producer = ? order by lane for update
                """.formatted(consumer), producer);
        jdbc.update("""
                update %s.event_cursor set position = 0, event_id = null, attempts = 0 where producer = ?
                """.formatted(consumer), producer);
        jdbc.update("delete from %s.event_parked where producer = ?".formatted(consumer), producer);
    }
}
