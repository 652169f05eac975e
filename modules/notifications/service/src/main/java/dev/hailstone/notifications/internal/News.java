package dev.hailstone.notifications.internal;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// Answers many readers at once, each of whom knows a recipient's notifications up to some position.
@Repository
class News {

    private static final String SINCE = """
            select wanted.number, told.*, preference.language, preference.email, preference.quiet_from,
                preference.quiet_until, preference.quiet_zone
            from unnest(?::text[], ?::bigint[]) with ordinality as wanted (recipient, after, number)
            cross join lateral (
                select * from notification
                where notification.recipient = wanted.recipient and notification.position > wanted.after
                order by position limit ?
            ) as told
            left join preference on preference.recipient = wanted.recipient
            order by wanted.number, told.position
            """;

    private final JdbcTemplate jdbc;
    private final Notifications notifications;

    News(JdbcTemplate jdbc, Notifications notifications) {
        this.jdbc = jdbc;
        this.notifications = notifications;
    }

    /// @param limit at most so many for each reader
    /// @return for each reader what comes next, in the order of positions
    @Transactional(readOnly = true)
    List<Piece> since(List<Known> readers, int limit) {
        List<Piece> news = new ArrayList<>();
        jdbc.query(SINCE, statement -> {
            Connection connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("text",
                    readers.stream().map(reader -> reader.recipient().value()).toArray()));
            statement.setArray(2, connection.createArrayOf("bigint", readers.stream().map(Known::position).toArray()));
            statement.setInt(3, limit);
        }, row -> {
            news.add(new Piece(row.getInt("number") - 1, notifications.notification(row, 0),
                    Preferences.preference(row)));
        });
        return news;
    }

    /// How far a reader has come.
    record Known(Recipient recipient, long position) {}

    /// @param reader its index among those who asked
    /// @param preference how its recipient wants to be told
    record Piece(int reader, Notification notification, Preference preference) {}
}
