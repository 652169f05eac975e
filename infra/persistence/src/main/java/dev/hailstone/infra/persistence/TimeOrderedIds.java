package dev.hailstone.infra.persistence;

import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/// Makes UUIDs of version 7 (RFC 9562), which sort by the time of their making and so keep indexes dense.
public final class TimeOrderedIds {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private static final ScopedValue<Supplier<UUID>> GIVEN = ScopedValue.newInstance();

    private TimeOrderedIds() {}

    /// A new id. Safe for use by many threads.
    public static UUID next() {
        return GIVEN.isBound() ? GIVEN.get().get() : GENERATOR.generate();
    }

    /// Does work for which each new id is one of those given, so that it can be repeated and be the same.
    public static void from(Supplier<UUID> ids, Runnable work) {
        ScopedValue.where(GIVEN, ids).run(work);
    }
}
