package dev.hailstone.notifications.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.InvalidValueException;

/// The languages in which messages are worded.
enum Language {

    ENGLISH(Locale.US), GERMAN(Locale.GERMANY), SPANISH(Locale.of("es", "US"));

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    Locale locale() {
        return locale;
    }

    /// As in `Content-Language`: `en`, `de`, `es`.
    String tag() {
        return locale.getLanguage();
    }

    /// @throws InvalidValueException if no message is worded in it
    static Language of(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag().equals(tag))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("language",
                        "must be one of %s, was %s".formatted(String.join(", ", TAGS),
                                InvalidValueException.quote(tag))));
    }

    /// The first of the reader's languages that there is, else English.
    ///
    /// @param acceptLanguage an `Accept-Language` header; one that cannot be read is ignored, as RFC 9110 suggests
    static Language preferred(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return ENGLISH;
        }
        try {
            String tag = Locale.lookupTag(LanguageRange.parse(acceptLanguage), TAGS);
            return Arrays.stream(values()).filter(language -> language.tag().equals(tag)).findFirst().orElse(ENGLISH);
        } catch (IllegalArgumentException _) {
            return ENGLISH;
        }
    }

    private static final List<String> TAGS = Arrays.stream(values()).map(Language::tag).toList();
}
