package dev.hailstone.infra.messaging;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// One of the eight sequences into which a producer's events are divided by their key.
///
/// Within a lane, and so within a key, events are ordered and their positions count 1, 2, 3 … without a gap. The number
/// of lanes and the hash are constants of the format, the same in every language, and cannot be changed.
final class Lane {

    static final int COUNT = 8;

    private Lane() {}

    /// The lane of a key: the CRC-32 of its UTF-8 form, modulo eight.
    static int of(String key) {
        return (int) (hash(key) % COUNT);
    }

    /// The CRC-32 of a text's UTF-8 form, 0 to 2³²−1.
    static long hash(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
