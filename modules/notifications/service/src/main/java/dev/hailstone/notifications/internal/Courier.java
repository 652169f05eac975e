package dev.hailstone.notifications.internal;

/// Brings letters to their addressees. Another way to do that is one more implementation.
interface Courier {

    /// Returns when the letter is in others' hands; it may have been before, when an attempt ended without an answer.
    ///
    /// @throws RuntimeException if it is not, and may be tried again
    void carry(Letter letter);
}
