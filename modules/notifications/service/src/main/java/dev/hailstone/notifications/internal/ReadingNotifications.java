package dev.hailstone.notifications.internal;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
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
    private final CommandReceipts receipts;
    private final Clock clock;

    ReadingNotifications(Notifications notifications, CommandReceipts receipts, Clock clock) {
        this.notifications = notifications;
        this.receipts = receipts;
        this.clock = clock;
    }

    /// In the order in which they were told, beginning after the one given.
    @Transactional(readOnly = true)
    List<Notification> list(Recipient recipient, @Nullable NotificationId after, int limit) {
        return notifications.to(recipient, after, limit);
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

    private static Outcome outcome(Optional<Notification> notification) {
        return notification.<Outcome>map(Outcome.Read::new).orElseGet(Outcome.Unknown::new);
    }

    /// The command of a recipient who has read a notification.
    record MarkRead(NotificationId notificationId) {}

    /// How [MarkRead] went.
    sealed interface Outcome {

        record Read(Notification notification) implements Outcome {}

        record Unknown() implements Outcome {}

        record KeyReused() implements Outcome {}
    }
}
