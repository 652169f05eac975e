package dev.hailstone.infra.persistence;

import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/// Makes UUIDs of version 7 (RFC 9562), which sort by the time of their making and so keep indexes dense.
public final class TimeOrderedIds {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private TimeOrderedIds() {}

    /// A new id. Safe for use by many threads.
    public static UUID next() {
        return GENERATOR.generate();
    }
}
