package dev.hailstone.notifications.internal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LanguageTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            es                       | SPANISH
            es-MX,en;q=0.5           | SPANISH
            en;q=0.4, es;q=0.6       | SPANISH
            de-AT, fr;q=0.9, es;q=0.1 | GERMAN
            it, fr;q=0.9, es;q=0.1   | SPANISH
            en-GB                    | ENGLISH
            zh                       | ENGLISH
            *                        | ENGLISH
            -- nonsense;q=x          | ENGLISH
                                     | ENGLISH
            """)
    void isTheFirstOneThatTheReaderPrefersAndWeHave(@Nullable String acceptLanguage, Language language) {
        assertThat(Language.preferred(acceptLanguage)).isEqualTo(language);
    }
}
