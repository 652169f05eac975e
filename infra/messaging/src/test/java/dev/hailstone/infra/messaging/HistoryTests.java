package dev.hailstone.infra.messaging;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryTests {

    private static final History HAPPENED = history(1L, 2L, 3L);

    @Test
    void acceptsWhatHappened() {
        assertThat(HAPPENED.faultsOf(history(1L, 2L, 3L))).isEmpty();
    }

    @Test
    void reportsWhatIsLost() {
        assertThat(HAPPENED.faultsOf(history(1L, 3L))).containsExactly("lost: a 2");
        assertThat(HAPPENED.faultsOf(new History(Map.of()))).hasSize(3);
    }

    @Test
    void reportsWhatIsDuplicated() {
        assertThat(HAPPENED.faultsOf(history(1L, 2L, 2L, 3L))).containsExactly("duplicated: a 2, 2 times");
    }

    @Test
    void reportsWhatIsReordered() {
        assertThat(HAPPENED.faultsOf(history(2L, 1L, 3L))).containsExactly("reordered: a 1 after 2");
    }

    @Test
    void reportsWhatNeverHappened() {
        assertThat(HAPPENED.faultsOf(history(1L, 2L, 3L, 4L))).contains("unexpected: a 4");
        assertThat(new History(Map.of()).faultsOf(HAPPENED)).contains("unexpected: a 1");
    }

    private static History history(Long... numbers) {
        return new History(Map.of("a", List.of(numbers)));
    }
}
