package dev.hailstone.notifications.internal;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Lets recipients say how they want to be told.
@Service
@Transactional
class ChoosingPreferences {

    private final Preferences preferences;

    ChoosingPreferences(Preferences preferences) {
        this.preferences = preferences;
    }

    @Transactional(readOnly = true)
    Preference of(Recipient recipient) {
        return preferences.of(recipient);
    }

    /// Replaces what the recipient has said before. What is already told, but not yet pushed or sent, follows it too.
    void choose(Recipient recipient, Preference preference) {
        preferences.put(recipient, preference);
    }
}
