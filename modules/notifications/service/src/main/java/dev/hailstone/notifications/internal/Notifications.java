package dev.hailstone.notifications.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.trips.TripId;

/// All messages ever told.
@Repository
class Notifications {

    private static final TypeReference<Map<String, String>> PARAMETERS = new TypeReference<>() {};

    private static final String TELL = """
            insert into notification (id, cause, recipient, trip_id, template, parameters, at)
            values (?, ?, ?, ?, ?, ?::jsonb, ?)
            on conflict (cause, recipient) do nothing
            """;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    Notifications(JdbcTemplate template, JdbcClient jdbc, JsonMapper json) {
        this.template = template;
        this.jdbc = jdbc;
        this.json = json;
    }

    /// Keeps the messages for recipients that have not been told of this cause.
    void tell(Cause cause, Notification... notifications) {
        template.batchUpdate(TELL, List.of(notifications), notifications.length, (statement, notification) -> {
            TripId trip = notification.trip();
            statement.setObject(1, notification.id().value());
            statement.setString(2, cause.value());
            statement.setString(3, notification.recipient().value());
            statement.setObject(4, trip == null ? null : trip.value());
            statement.setString(5, notification.message().template().name());
            statement.setString(6, json.writeValueAsString(notification.message().parameters()));
            statement.setObject(7, notification.at().atOffset(ZoneOffset.UTC));
        });
    }

    Optional<Notification> of(NotificationId id) {
        return jdbc.sql("select * from notification where id = ?")
                .param(id.value())
                .query(this::notification)
                .optional();
    }

    /// In the order in which they were told.
    ///
    /// @param after the last one that is not wanted; null for the beginning
    List<Notification> to(Recipient recipient, @Nullable NotificationId after, int limit) {
        return jdbc.sql("select * from notification where recipient = ? and id > ? order by id limit ?")
                .params(recipient.value(), after == null ? new UUID(0, 0) : after.value(), limit)
                .query(this::notification)
                .list();
    }

    /// Marks a notification as read, unless it is already.
    ///
    /// @return the notification, empty if there is none
    Optional<Notification> markRead(NotificationId id, Instant at) {
        return jdbc.sql("update notification set read_at = coalesce(read_at, ?) where id = ? returning *")
                .params(at.atOffset(ZoneOffset.UTC), id.value())
                .query(this::notification)
                .optional();
    }

    private Notification notification(ResultSet row, int number) throws SQLException {
        UUID trip = row.getObject("trip_id", UUID.class);
        OffsetDateTime readAt = row.getObject("read_at", OffsetDateTime.class);
        Message message = new Message(Template.valueOf(row.getString("template")),
                json.readValue(row.getString("parameters"), PARAMETERS));
        return new Notification(new NotificationId(row.getObject("id", UUID.class)),
                Recipient.of(row.getString("recipient")), trip == null ? null : new TripId(trip), message,
                row.getObject("at", OffsetDateTime.class).toInstant(), readAt == null ? null : readAt.toInstant());
    }
}
