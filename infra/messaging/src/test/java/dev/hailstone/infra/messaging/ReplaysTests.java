package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// No storm of replays, and none too few.
class ReplaysTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Replays replays = new Replays(Duration.ofSeconds(5));

    @Test
    void startsOneReplayALaneWhateverIsAnnouncedMeanwhile() {
        assertThat(replays.request(at(10), NOW)).isTrue();
        replays.advance(3, 50);

        assertThat(replays.request(at(10), NOW)).isFalse();
        assertThat(replays.request(at(20), NOW)).isFalse();
        assertThat(replays.places()).containsExactly(at(50));
    }

    @Test
    void skipsWhatSomebodyElseHasBroughtMeanwhile() {
        replays.request(at(10), NOW);

        replays.request(at(40), NOW);

        assertThat(replays.places()).containsExactly(at(40));
    }

    @Test
    void givesAConsumerTimeToSeeWhatWasReplayed() {
        replays.request(at(10), NOW);
        replays.end(3, 100, NOW);

        assertThat(replays.isEmpty()).isTrue();
        assertThat(replays.request(at(10), NOW.plusSeconds(1))).isFalse();
        assertThat(replays.request(at(30), NOW.plusSeconds(4))).isFalse();
        assertThat(replays.request(at(60), NOW.plusSeconds(8))).isFalse();
        assertThat(replays.request(at(60), NOW.plusSeconds(12))).isFalse();
    }

    @Test
    void replaysAgainToAConsumerThatDoesNotGetOn() {
        replays.request(at(10), NOW);
        replays.end(3, 100, NOW);
        replays.request(at(30), NOW.plusSeconds(1));

        assertThat(replays.request(at(30), NOW.plusSeconds(7))).isTrue();
    }

    @Test
    void replaysAtOnceWhatWasMissedLater() {
        replays.request(at(10), NOW);
        replays.end(3, 100, NOW);

        assertThat(replays.request(at(100), NOW)).isTrue();
    }

    private static Cursor at(long position) {
        return new Cursor(3, position, null, 0);
    }
}
