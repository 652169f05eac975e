package dev.hailstone.kernel;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidValueExceptionTests {

    @Test
    void aLongValueIsQuotedByItsFirstHundredCharacters() {
        assertThat(InvalidValueException.quote("a".repeat(100))).isEqualTo("'" + "a".repeat(100) + "'");
        assertThat(InvalidValueException.quote("a".repeat(101))).isEqualTo("'" + "a".repeat(100) + "…'");
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(InvalidValueException.quote("a".repeat(99) + "🚕".repeat(2))).isEqualTo("'" + "a".repeat(99) + "…'");
    }
}
