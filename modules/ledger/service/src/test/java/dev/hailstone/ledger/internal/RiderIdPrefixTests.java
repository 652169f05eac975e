package dev.hailstone.ledger.internal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.hailstone.kernel.InvalidValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RiderIdPrefixTests {

    @ParameterizedTest
    @CsvSource({"nyc-,nyc-,true", "nyc-,nyc-42,true", "nyc-,nyc-zzz,true", "nyc-,nyc,false", "nyc-,nyc.1,false",
            "a_c,a_c1,true", "a_c,abc1,false", "z,zz,true", "'',anybody,true"})
    void isARangeOfCodes(String prefix, String rider, boolean within) {
        RiderIdPrefix range = new RiderIdPrefix(prefix);
        String code = "rider:" + rider;

        assertThat(code.compareTo(range.first()) >= 0 && code.compareTo(range.end()) < 0).isEqualTo(within);
    }

    @Test
    void ofNothingIsTheRangeOfAllRiders() {
        assertThat(new RiderIdPrefix("").first()).isEqualTo("rider:");
        assertThat(new RiderIdPrefix("").end()).isEqualTo("rider;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a b", "'", "ä"})
    void isOnlyWhatAnIdCanBeginWith(String prefix) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new RiderIdPrefix(prefix));
    }
}
