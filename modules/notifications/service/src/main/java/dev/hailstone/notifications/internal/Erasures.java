package dev.hailstone.notifications.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Remembers that somebody was forgotten.
@Repository
class Erasures {

    private final JdbcClient jdbc;

    Erasures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param position the highest that the recipient has had
    void add(Erasure erasure, Recipient recipient, long position) {
        jdbc.sql("""
                insert into erasure (id, subject, at, notifications, position)
                values (?, sha256(convert_to(?, 'UTF8')), ?, ?, ?)
                """)
                .params(erasure.id(), recipient.value(), erasure.at().atOffset(ZoneOffset.UTC),
                        erasure.notifications(), position)
                .update();
    }

    Erasure of(UUID id) {
        return jdbc.sql("select id, at, notifications from erasure where id = ?")
                .param(id)
                .query(Erasures::erasure)
                .single();
    }

    /// Those of one recipient, the first one first.
    List<Erasure> of(Recipient recipient) {
        return jdbc.sql("""
                select id, at, notifications from erasure where subject = sha256(convert_to(?, 'UTF8')) order by at, id
                """).param(recipient.value()).query(Erasures::erasure).list();
    }

    private static Erasure erasure(ResultSet row, int number) throws SQLException {
        return new Erasure(row.getObject("id", UUID.class), row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getInt("notifications"));
    }
}
