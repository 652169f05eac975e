package dev.hailstone.infra.messaging;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LaneTests {

    /// Positions are stored, so these can never change. The checksums are those of any other CRC-32:
    /// `python3 -c 'import zlib; print(zlib.crc32("123456789".encode()) % 8)'`.
    @ParameterizedTest
    @CsvSource({"123456789, 3421780262, 6", "trip-1, 3242776535, 7", "Zürich, 3540756798, 6",
            "0190f3c4-7a5e-7cc1-8f1b-1c2d3e4f5a6b, 1829351419, 3"})
    void isFixedForEver(String key, long hash, int lane) {
        assertThat(Lane.hash(key)).isEqualTo(hash);
        assertThat(Lane.of(key)).isEqualTo(lane);
    }
}
