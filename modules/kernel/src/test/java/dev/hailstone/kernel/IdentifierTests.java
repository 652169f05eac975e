package dev.hailstone.kernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// What somebody may be called.
class IdentifierTests {

    @Test
    void allowsTheCharactersOfItsFormAndNoOthers() {
        for (char each = 0; each < 0x2000; each++) {
            String name = "a" + each;
            assertThat(isAllowed(name)).as("character %d", (int) each).isEqualTo(name.matches("[A-Za-z0-9._-]{1,64}"));
        }
    }

    private static boolean isAllowed(String name) {
        try {
            Identifier.requireName("driverId", name);
            return true;
        } catch (InvalidValueException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void allowsNamesOfOneToSixtyFourCharacters(int length) {
        assertThatCode(() -> Identifier.requireName("driverId", "x".repeat(length))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65})
    void refusesShorterAndLongerOnes(int length) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Identifier.requireName("driverId", "x".repeat(length)))
                .withMessage("driverId must be 1 to 64 letters, digits, dots, underscores or hyphens, was '%s'",
                        "x".repeat(length));
    }

    @Test
    void quotesTheBeginningOfWhatIsVeryLong() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Identifier.requireName("driverId", "x".repeat(150_000)))
                .withMessage("driverId must be 1 to 64 letters, digits, dots, underscores or hyphens, was '%s…'",
                        "x".repeat(100));
    }
}
