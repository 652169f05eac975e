package dev.hailstone.notifications.internal;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// How a recipient wants to be told.
///
/// @param language in which messages are worded; absent, it is what the reader's client asks for
/// @param email where messages are sent; absent, none are
/// @param quietHours when nothing is pushed or sent; absent, at no time
record Preference(@Nullable Language language, @Nullable EmailAddress email, @Nullable QuietHours quietHours) {

    static final Preference NONE = new Preference(null, null, null);

    /// When the recipient may be disturbed again; empty if they may be now.
    Optional<Instant> quietUntil(Instant now) {
        return Optional.ofNullable(quietHours).flatMap(quiet -> quiet.endAt(now));
    }

    /// The recipient's own choice, else what their client asks for, else English.
    Language languageOr(@Nullable String acceptLanguage) {
        return language == null ? Language.preferred(acceptLanguage) : language;
    }
}
