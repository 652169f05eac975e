package dev.hailstone.notifications.internal;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.hailstone.kernel.InvalidValueException;

/// How notifications reach their recipients.
///
/// @param push to clients that keep a stream open
/// @param mail to recipients that have an e-mail address; by SMTP if `spring.mail.host` is set, else to the log
@ConfigurationProperties("hailstone.notifications")
record NotificationsSettings(@DefaultValue Push push, @DefaultValue Mail mail) {

    private static void requirePositive(String field, Duration duration) {
        if (!duration.isPositive()) {
            throw new InvalidValueException(field, "must be positive, was " + duration);
        }
    }

    private static void requirePositive(String field, int count) {
        if (count <= 0) {
            throw new InvalidValueException(field, "must be positive, was " + count);
        }
    }

    /// @param lookEvery how often it is looked for what other processes have told
    /// @param heartbeatEvery how often a silent stream says that it lives
    /// @param patience a client that takes nothing for so long is dropped
    /// @param buffer at most so many notifications wait in memory for one client; the others wait in the database
    /// @param streams at most so many clients are served by this process; fewer than the web server takes connections
    /// @param streamsPerRecipient at most so many of them listen to the same recipient's notifications
    record Push(@DefaultValue("1s") Duration lookEvery, @DefaultValue("15s") Duration heartbeatEvery,
            @DefaultValue("30s") Duration patience, @DefaultValue("32") int buffer,
            @DefaultValue("5000") int streams, @DefaultValue("10") int streamsPerRecipient) {

        Push {
            requirePositive("push.lookEvery", lookEvery);
            requirePositive("push.heartbeatEvery", heartbeatEvery);
            requirePositive("push.patience", patience);
            requirePositive("push.buffer", buffer);
            requirePositive("push.streams", streams);
            requirePositive("push.streamsPerRecipient", streamsPerRecipient);
        }
    }

    /// @param from the sender's address
    /// @param lookEvery how often it is looked for what is due
    /// @param batch at most so many are taken at a time
    /// @param lease who has taken one and not said what became of it has lost it after so long; another process sends it
    /// @param retryAfter how long after a first failure it is tried again; each further one doubles it
    /// @param retryAtMost the longest time between two attempts
    /// @param attempts after so many failures an e-mail is given up
    record Mail(@DefaultValue("Hailstone <no-reply@localhost>") String from, @DefaultValue("5s") Duration lookEvery,
            @DefaultValue("20") int batch, @DefaultValue("5m") Duration lease,
            @DefaultValue("30s") Duration retryAfter, @DefaultValue("1h") Duration retryAtMost,
            @DefaultValue("12") int attempts) {

        Mail {
            requirePositive("mail.lookEvery", lookEvery);
            requirePositive("mail.batch", batch);
            requirePositive("mail.lease", lease);
            requirePositive("mail.retryAfter", retryAfter);
            requirePositive("mail.retryAtMost", retryAtMost);
            requirePositive("mail.attempts", attempts);
        }

        /// @param failures how often it has failed, from 1
        Duration waitAfter(int failures) {
            Duration wait = retryAfter.multipliedBy(1L << Math.min(failures - 1, 20));
            return wait.compareTo(retryAtMost) < 0 ? wait : retryAtMost;
        }
    }
}
