package dev.hailstone.notifications.internal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// E-mails that are still to be sent.
///
/// A process *takes* one for a while: nobody else sees it until the time is over, and an attempt is counted before it
/// begins. So one process at a time sends it, and none that dies keeps it from being sent.
@Repository
class Deliveries {

    private final JdbcClient jdbc;
    private final Notifications notifications;

    Deliveries(JdbcClient jdbc, Notifications notifications) {
        this.jdbc = jdbc;
        this.notifications = notifications;
    }

    /// Takes those that have been due for longest and nobody else is about to take.
    ///
    /// @param until when others may take them
    List<Delivery> take(Instant now, Instant until, int limit) {
        return jdbc.sql("""
                with taken as (
                    update delivery set due_at = :until, attempts = attempts + 1
                    where notification_id in (
                        select notification_id from delivery where due_at <= :now
                        order by due_at limit :limit for update skip locked)
                    returning notification_id, attempts
                )
                select notification.*, preference.language, preference.email, preference.quiet_from,
                    preference.quiet_until, preference.quiet_zone, taken.attempts
                from taken join notification on notification.id = taken.notification_id
                    left join preference on preference.recipient = notification.recipient
                order by notification.recipient, notification.position
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, number) -> new Delivery(notifications.notification(row, number),
                        Preferences.preference(row), row.getInt("attempts")))
                .list();
    }

    /// It is sent, or there is nobody to send it to.
    void done(Delivery delivery) {
        jdbc.sql("delete from delivery where notification_id = ? and attempts = ?")
                .params(delivery.notification().id().value(), delivery.attempts())
                .update();
    }

    /// It shall not be sent yet, which was no attempt.
    void postpone(Delivery delivery, Instant until) {
        jdbc.sql("""
                update delivery set due_at = ?, attempts = attempts - 1 where notification_id = ? and attempts = ?
                """)
                .params(until.atOffset(ZoneOffset.UTC), delivery.notification().id().value(), delivery.attempts())
                .update();
    }

    /// What was postponed until then is due now.
    void resume(Recipient recipient, Instant until, Instant now) {
        jdbc.sql("""
                update delivery set due_at = ? from notification
                where id = notification_id and recipient = ? and due_at = ?
                """)
                .params(now.atOffset(ZoneOffset.UTC), recipient.value(), until.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// It could not be sent.
    ///
    /// @param next when it is tried again; null if it is given up
    void failed(Delivery delivery, @Nullable Instant next, String failure) {
        jdbc.sql("update delivery set due_at = ?, failure = ? where notification_id = ? and attempts = ?")
                .param(next == null ? null : next.atOffset(ZoneOffset.UTC))
                .param(failure)
                .param(delivery.notification().id().value())
                .param(delivery.attempts())
                .update();
    }
}
