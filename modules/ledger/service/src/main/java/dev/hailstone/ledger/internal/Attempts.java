package dev.hailstone.ledger.internal;

import java.time.Duration;
import java.util.function.Supplier;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/// Does a command again, in a new transaction, when somebody else was faster at the same wallet.
@Component
class Attempts {

    private final RetryTemplate attempts = new RetryTemplate(RetryPolicy.builder()
            .maxRetries(20)
            .delay(Duration.ofMillis(2))
            .multiplier(1.5)
            .maxDelay(Duration.ofMillis(50))
            .jitter(Duration.ofMillis(2))
            .includes(ConcurrencyFailureException.class)
            .build());

    /// @throws ConcurrencyFailureException if somebody else was faster every time
    <T> T of(Supplier<T> command) {
        try {
            return attempts.execute(command::get);
        } catch (RetryException lost) {
            switch (lost.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case Throwable failure -> throw new IllegalStateException(failure);
            }
        }
    }
}
