package dev.hailstone.notifications.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.trips.TripId;

import static java.util.Objects.requireNonNullElse;

/// All messages ever told.
///
/// Whoever adds to a recipient's notifications first locks that recipient until the commit. So a recipient's positions
/// become visible in ascending order, and who has read up to one has missed nothing before it.
@Repository
class Notifications {

    private static final TypeReference<Map<String, String>> PARAMETERS = new TypeReference<>() {};

    /// Locks are taken in ascending order, so that two transactions never wait for each other.
    private static final String LOCK = """
            select pg_advisory_xact_lock(key)
            from (select distinct hashtextextended('notifications:' || recipient, 0) as key
                from unnest(?::text[]) as told (recipient) order by key) as keys;
            """;

    /// A statement of its own, for only a statement that begins after the waiting sees what others have added. Positions go
    /// on where an erased recipient's ended, and nothing is told of what happened before an erasure, however late it is heard.
    private static final String TELL = LOCK + """
            with told as (
                select message.*, coalesce(erased.position, 0) as floor,
                    row_number() over (partition by message.recipient order by message.number) as place
                from unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::timestamptz[])
                    with ordinality as message (id, cause, recipient, trip_id, template, parameters, at, number)
                left join erasure as erased on erased.subject = sha256(convert_to(message.recipient, 'UTF8'))
                where erased.at is null or message.at > erased.at
            ), kept as (
                insert into notification (id, cause, recipient, position, trip_id, template, parameters, at)
                select id, cause, recipient, place + greatest(floor, (
                        select max(known.position) from notification as known where known.recipient = told.recipient)),
                    trip_id, template, parameters::jsonb, at
                from told order by number
                on conflict (cause, recipient) do nothing
                returning id, recipient
            ), due as (
                insert into delivery (notification_id, due_at)
                select kept.id, ? from kept join preference using (recipient) where preference.email is not null
                returning notification_id
            )
            select distinct kept.recipient, exists (select from due) as letters from kept
            """;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    Notifications(JdbcTemplate template, JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.template = template;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /// Keeps the messages for recipients that have not been told of their causes, and notes which of them go by e-mail.
    Kept keep(List<Untold> messages) {
        if (messages.isEmpty()) {
            return Kept.NOTHING;
        }
        Kept kept = template.execute(TELL, (PreparedStatement statement) -> {
            Connection connection = statement.getConnection();
            statement.setArray(1,
                    connection.createArrayOf("text", column(messages, untold -> untold.recipient().value())));
            statement.setArray(2,
                    connection.createArrayOf("uuid", column(messages, _ -> NotificationId.next().value())));
            statement.setArray(3, connection.createArrayOf("text", column(messages, untold -> untold.cause().value())));
            statement.setArray(4,
                    connection.createArrayOf("text", column(messages, untold -> untold.recipient().value())));
            statement.setArray(5, connection.createArrayOf("uuid", column(messages, Notifications::trip)));
            statement.setArray(6,
                    connection.createArrayOf("text", column(messages, untold -> untold.message().template().name())));
            statement.setArray(7, connection.createArrayOf("text",
                    column(messages, untold -> json.writeValueAsString(untold.message().parameters()))));
            statement.setArray(8,
                    connection.createArrayOf("timestamptz", column(messages, untold -> untold.at().toString())));
            statement.setObject(9, clock.instant().atOffset(ZoneOffset.UTC));
            statement.execute();
            statement.getMoreResults();
            try (ResultSet rows = statement.getResultSet()) {
                return kept(rows);
            }
        });
        return requireNonNullElse(kept, Kept.NOTHING);
    }

    private static @Nullable Object trip(Untold untold) {
        return untold.trip() == null ? null : untold.trip().value();
    }

    private static @Nullable Object[] column(List<Untold> messages, Function<Untold, @Nullable Object> value) {
        @Nullable
        Object[] column = new @Nullable Object[messages.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(messages.get(i));
        }
        return column;
    }

    private static Kept kept(ResultSet rows) throws SQLException {
        Set<Recipient> recipients = new HashSet<>();
        boolean letters = false;
        while (rows.next()) {
            recipients.add(Recipient.of(rows.getString("recipient")));
            letters = rows.getBoolean("letters");
        }
        return new Kept(recipients, letters);
    }

    /// Lets others who add to the recipient's notifications wait until this transaction ends.
    void lock(Recipient recipient) {
        template.execute(LOCK, (PreparedStatement statement) -> {
            statement.setArray(1, statement.getConnection().createArrayOf("text", new String[]{recipient.value()}));
            return statement.execute();
        });
    }

    Optional<Notification> of(NotificationId id) {
        return jdbc.sql("select * from notification where id = ?")
                .param(id.value())
                .query(this::notification)
                .optional();
    }

    /// In the order of their positions.
    ///
    /// @param after the position before the first that is wanted; 0 for the beginning
    List<Notification> to(Recipient recipient, long after, int limit) {
        return jdbc.sql("select * from notification where recipient = ? and position > ? order by position limit ?")
                .params(recipient.value(), after, limit)
                .query(this::notification)
                .list();
    }

    /// The highest position that the recipient has had; 0 if none.
    long latestPosition(Recipient recipient) {
        return jdbc.sql("""
                select greatest((select max(position) from notification where recipient = :recipient),
                    (select position from erasure where subject = sha256(convert_to(:recipient, 'UTF8'))), 0)
                """).param("recipient", recipient.value()).query(Long.class).single();
    }

    /// Deletes all of them, and with them what was still to be sent.
    ///
    /// @return how many there were
    int deleteAll(Recipient recipient) {
        return jdbc.sql("delete from notification where recipient = ?").param(recipient.value()).update();
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

    Notification notification(ResultSet row, int number) throws SQLException {
        UUID trip = row.getObject("trip_id", UUID.class);
        OffsetDateTime readAt = row.getObject("read_at", OffsetDateTime.class);
        Message message = new Message(Template.valueOf(row.getString("template")),
                json.readValue(row.getString("parameters"), PARAMETERS));
        return new Notification(new NotificationId(row.getObject("id", UUID.class)),
                Recipient.of(row.getString("recipient")), row.getLong("position"),
                trip == null ? null : new TripId(trip), message, row.getObject("at", OffsetDateTime.class).toInstant(),
                readAt == null ? null : readAt.toInstant());
    }

    /// What [#keep] has kept.
    ///
    /// @param recipients who has a new notification
    /// @param letters whether one is to be sent by e-mail
    record Kept(Set<Recipient> recipients, boolean letters) {

        static final Kept NOTHING = new Kept(Set.of(), false);
    }
}
