package dev.hailstone.infra.simulator;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PatienceTests {

    private final AtomicLong now = new AtomicLong();
    private final Patience patience = new Patience(Duration.ofSeconds(1), now::get);

    @Test
    void doesNotCountTheTimeInWhichNothingWasAsked() {
        pass(2_000);
        Patience.Request request = patience.request();
        assertThatCode(() -> request.beforeRepeating("lost")).doesNotThrowAnyException();
        pass(1_001);
        assertThatExceptionOfType(ServerAwayException.class).isThrownBy(() -> request.beforeRepeating("lost"))
                .withMessageContaining("has not answered for 1 s; last: lost");
    }

    @Test
    void isRestoredByTheAnswerToAnotherRequest() {
        Patience.Request request = patience.request();
        pass(900);
        patience.request().answered();
        pass(900);
        assertThatCode(() -> request.beforeRepeating("lost")).doesNotThrowAnyException();
        pass(101);
        assertThatExceptionOfType(ServerAwayException.class).isThrownBy(() -> request.beforeRepeating("lost"));
    }

    private void pass(long millis) {
        now.addAndGet(millis * 1_000_000);
    }
}
