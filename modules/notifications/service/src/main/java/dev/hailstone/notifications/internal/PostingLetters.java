package dev.hailstone.notifications.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.persistence.Rounds;

import static java.util.Objects.requireNonNull;

/// Sends notifications by e-mail, at least once each.
///
/// Mail servers know no transactions, so no listener sends anything: it leaves a delivery, in the transaction of the
/// event. Here deliveries are taken in a transaction, sent outside of any, and done with in another. What becomes of one
/// whose process dies in between, its lease decides.
@Component
final class PostingLetters extends Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(PostingLetters.class);
    private static final int LONGEST_FAILURE = 500;

    private final Deliveries deliveries;
    private final Courier courier;
    private final Wording wording;
    private final TransactionTemplate transaction;
    private final NotificationsSettings.Mail settings;
    private final Clock clock;
    private final Counter sent;
    private final Counter failed;
    private final Counter givenUp;

    PostingLetters(Deliveries deliveries, Courier courier, Wording wording, ModuleTransactions transactions,
            NotificationsSettings settings, Clock clock, MeterRegistry meters) {
        super("notifications-mail", settings.mail().lookEvery());
        this.deliveries = deliveries;
        this.courier = courier;
        this.wording = wording;
        this.transaction = transactions.of("notifications");
        this.settings = settings.mail();
        this.clock = clock;
        this.sent = counter(meters, "sent", "E-mails that a mail server has taken");
        this.failed = counter(meters, "failed", "Attempts to send an e-mail that failed");
        this.givenUp = counter(meters, "given-up", "E-mails that failed too often and are tried no more");
    }

    private static Counter counter(MeterRegistry meters, String what, String description) {
        return Counter.builder("hailstone.notifications.mail." + what).description(description).register(meters);
    }

    @TransactionalEventListener
    void on(LettersDue letters) {
        wake();
    }

    @Override
    protected Duration round() {
        return post() ? Duration.ZERO : settings.lookEvery();
    }

    /// Sends some of what is due.
    ///
    /// @return whether there was any
    boolean post() {
        List<Delivery> taken = take();
        taken.forEach(this::deliver);
        return !taken.isEmpty();
    }

    private List<Delivery> take() {
        Instant now = clock.instant();
        return requireNonNull(
                transaction.execute(_ -> deliveries.take(now, now.plus(settings.lease()), settings.batch())));
    }

    private void deliver(Delivery delivery) {
        EmailAddress to = delivery.preference().email();
        if (to == null) {
            inTransaction(() -> deliveries.done(delivery));
            return;
        }
        Optional<Instant> quietUntil = delivery.preference().quietUntil(clock.instant());
        if (quietUntil.isPresent()) {
            inTransaction(() -> deliveries.postpone(delivery, quietUntil.get()));
            return;
        }
        try {
            courier.carry(letter(delivery, to));
        } catch (RuntimeException failure) {
            fail(delivery, failure);
            return;
        }
        sent.increment();
        inTransaction(() -> deliveries.done(delivery));
    }

    private Letter letter(Delivery delivery, EmailAddress to) {
        Language language = delivery.preference().languageOr(null);
        Message message = delivery.notification().message();
        return new Letter(delivery.notification().id(), to, language, wording.subjectOf(message, language),
                wording.of(message, language));
    }

    private void fail(Delivery delivery, RuntimeException failure) {
        failed.increment();
        boolean last = delivery.attempts() >= settings.attempts();
        if (last) {
            givenUp.increment();
        }
        LOG.warn("E-mail {} could not be sent, attempt {}, {}", delivery.notification().id(), delivery.attempts(),
                last ? "and is given up" : "and is tried again");
        try {
            LOG.debug("Its failure", failure);
            String reason = shortened(failure.toString());
            inTransaction(() -> deliveries.failed(delivery,
                    last ? null : clock.instant().plus(settings.waitAfter(delivery.attempts())), reason));
        } catch (RuntimeException unrecorded) {
            // The others of the batch have their turn; this one comes back when its lease is over.
            LOG.warn("That e-mail {} could not be sent could not be recorded", delivery.notification().id(),
                    unrecorded);
        }
    }

    private static String shortened(String reason) {
        // PostgreSQL's text has no NUL.
        String text = reason.replace('\0', ' ');
        return text.substring(0, Math.min(LONGEST_FAILURE, text.length()));
    }

    private void inTransaction(Runnable work) {
        transaction.executeWithoutResult(_ -> work.run());
    }
}
