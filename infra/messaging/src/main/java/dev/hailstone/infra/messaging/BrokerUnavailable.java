package dev.hailstone.infra.messaging;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/// RabbitMQ cannot be used at the moment; it is tried again.
final class BrokerUnavailable extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    BrokerUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
