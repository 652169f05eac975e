package dev.hailstone.notifications.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Lets recipients say how they want to be told.
@Service
@Transactional
class ChoosingPreferences {

    private final Preferences preferences;
    private final Deliveries deliveries;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ChoosingPreferences(Preferences preferences, Deliveries deliveries, ApplicationEventPublisher events, Clock clock) {
        this.preferences = preferences;
        this.deliveries = deliveries;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    Preference of(Recipient recipient) {
        return preferences.of(recipient);
    }

    /// Replaces what the recipient has said before. What is already told, but not yet pushed or sent, follows it too.
    void choose(Recipient recipient, Preference preference) {
        Instant now = clock.instant();
        Optional<Instant> quietUntil = preferences.of(recipient).quietUntil(now);
        preferences.put(recipient, preference);
        if (quietUntil.isPresent()) {
            deliveries.resume(recipient, quietUntil.get(), now);
            events.publishEvent(new LettersDue());
        }
    }
}
