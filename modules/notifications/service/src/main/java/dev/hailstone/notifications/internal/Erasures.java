package dev.hailstone.notifications.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.infra.persistence.TimeOrderedIds;

/// Remembers that somebody was forgotten, in one row however often it was asked for.
@Repository
class Erasures {

    private final JdbcClient jdbc;

    Erasures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds to what is remembered of the recipient, if that is not the first time.
    ///
    /// @param notifications how many are erased now
    /// @param position the highest that the recipient has had
    /// @return how it stands now
    Erasure add(Recipient recipient, Instant at, int notifications, long position) {
        return jdbc.sql("""
                insert into erasure as known (id, subject, at, notifications, position)
                values (?, sha256(convert_to(?, 'UTF8')), ?, ?, ?)
                on conflict (subject) do update set at = greatest(known.at, excluded.at),
                    notifications = known.notifications + excluded.notifications,
                    position = greatest(known.position, excluded.position)
                returning id, at, notifications
                """)
                .params(TimeOrderedIds.next(), recipient.value(), at.atOffset(ZoneOffset.UTC), notifications, position)
                .query(Erasures::erasure)
                .single();
    }

    Optional<Erasure> of(Recipient recipient) {
        return jdbc.sql("""
                select id, at, notifications from erasure where subject = sha256(convert_to(?, 'UTF8'))
                """).param(recipient.value()).query(Erasures::erasure).optional();
    }

    private static Erasure erasure(ResultSet row, int number) throws SQLException {
        return new Erasure(row.getObject("id", UUID.class), row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getInt("notifications"));
    }
}
