package dev.hailstone.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// Everything that is random, from one seed.
final class Chance {

    private final Random random;
    private long ids;

    Chance(long seed) {
        // Scrambled, since the first numbers of neighbouring seeds are alike.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    /// From 0 to less than the bound.
    int below(int bound) {
        return random.nextInt(bound);
    }

    /// Both are included.
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    Duration upTo(Duration longest) {
        return Duration.ofNanos(1000 * random.nextLong(longest.toNanos() / 1000 + 1));
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    void shuffle(List<?> list) {
        Collections.shuffle(list, random);
    }

    /// A UUID of version 7 of the given time, and of no other run.
    UUID id(long millis) {
        return new UUID(millis << 16 | 0x7000 | random.nextInt(0x1000), 0x8000_0000_0000_0000L | ++ids);
    }
}
