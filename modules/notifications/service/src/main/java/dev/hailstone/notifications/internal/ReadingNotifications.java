package dev.hailstone.notifications.internal;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;

/// Shows recipients their notifications, and remembers which they have read.
@Service
@Transactional
class ReadingNotifications {

    private final Notifications notifications;
    private final Preferences preferences;
    private final CommandReceipts receipts;
    private final Clock clock;

    ReadingNotifications(Notifications notifications, Preferences preferences, CommandReceipts receipts, Clock clock) {
        this.notifications = notifications;
        this.preferences = preferences;
        this.receipts = receipts;
        this.clock = clock;
    }

    /// In the order in which they were told, beginning after a position.
    @Transactional(readOnly = true)
    Page list(Recipient recipient, long after, int limit) {
        return new Page(notifications.to(recipient, after, limit), preferences.of(recipient));
    }

    /// The position of the last notification that a recipient was told; 0 if there was none.
    @Transactional(readOnly = true)
    long latestPosition(Recipient recipient) {
        return notifications.latestPosition(recipient);
    }

    /// Whom a notification is for.
    @Transactional(readOnly = true)
    Optional<Recipient> recipientOf(NotificationId id) {
        return notifications.of(id).map(Notification::recipient);
    }

    /// What is read stays read, at the time of the first confirmation.
    Outcome markRead(IdempotencyKey key, MarkRead command) {
        return switch (receipts.find(key, command)) {
            case Receipt.None _ -> {
                Optional<Notification> read = notifications.markRead(command.notificationId(), clock.instant());
                read.ifPresent(_ -> receipts.keep(key, command, command.notificationId().toString()));
                yield outcome(read);
            }
            case Receipt.Repeated(String subject) -> outcome(notifications.of(NotificationId.of(subject)));
            case Receipt.KeyReused _ -> new Outcome.KeyReused();
        };
    }

    private Outcome outcome(Optional<Notification> notification) {
        return notification.<Outcome>map(read -> new Outcome.Read(read, preferences.of(read.recipient())))
                .orElseGet(Outcome.Unknown::new);
    }

    /// Notifications of one recipient, and how they want to read them.
    record Page(List<Notification> notifications, Preference preference) {}

    /// The command of a recipient who has read a notification.
    record MarkRead(NotificationId notificationId) {}

    /// How [MarkRead] went.
    sealed interface Outcome {

        record Read(Notification notification, Preference preference) implements Outcome {}

        record Unknown() implements Outcome {}

        record KeyReused() implements Outcome {}
    }
}
