package dev.hailstone.infra.messaging;

import java.io.Serial;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.Connection;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/// RabbitMQ cannot be used at the moment; it is tried again.
final class BrokerUnavailable extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    BrokerUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// Whether the broker was there and has not answered what it was asked for, or has answered that it does not know why.
    static boolean isSilence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ChannelContinuationTimeoutException) {
                return true;
            }
            if (cause instanceof ShutdownSignalException closed && closed.getReason() instanceof Connection.Close why
                    && why.getReplyCode() == AMQP.INTERNAL_ERROR) {
                return true;
            }
        }
        return false;
    }
}
