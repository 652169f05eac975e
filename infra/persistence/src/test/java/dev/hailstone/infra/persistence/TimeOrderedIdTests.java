package dev.hailstone.infra.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimeOrderedIdTests {

    @Test
    void sortByTheTimeOfTheirMaking() {
        UUID first = TimeOrderedIds.next();
        UUID second = TimeOrderedIds.next();

        assertThat(first.version()).isEqualTo(7);
        assertThat(first).isLessThan(second);
    }

    @Test
    void areThoseGivenWhileSomethingRunsThatHasToBeRepeatable() {
        UUID given = new UUID(7, 7);
        List<UUID> within = new ArrayList<>();

        TimeOrderedIds.from(() -> given, () -> within.add(TimeOrderedIds.next()));

        assertThat(within).containsExactly(given);
        assertThat(TimeOrderedIds.next()).isNotEqualTo(given);
    }
}
