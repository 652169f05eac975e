package dev.hailstone.infra.messaging;

import java.io.IOException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/// Why RabbitMQ has closed a channel or a connection: it was asked for what is not there, for what this user may
/// not do, or for what is somebody else's.
///
/// @param code as of AMQP 0-9-1: 403, 404, 405
/// @param text in RabbitMQ's words, with the names of the user and of what it was about
record Objection(int code, String text) {

    /// The one that a failure is about, null if it is about something else.
    static @Nullable Objection in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException closed && !closed.isInitiatedByApplication()) {
                return switch (closed.getReason()) {
                    case AMQP.Channel.Close why -> new Objection(why.getReplyCode(), why.getReplyText());
                    case AMQP.Connection.Close why -> new Objection(why.getReplyCode(), why.getReplyText());
                    case null, default -> null;
                };
            }
        }
        return null;
    }

    static boolean isMissing(Throwable failure) {
        Objection objection = in(failure);
        return objection != null && objection.code == AMQP.NOT_FOUND;
    }

    static boolean isRefusal(Throwable failure) {
        Objection objection = in(failure);
        return objection != null && objection.code == AMQP.ACCESS_REFUSED;
    }

    /// Whether a queue belongs to somebody else's connection.
    static boolean isExclusion(Throwable failure) {
        Objection objection = in(failure);
        return objection != null && objection.code == AMQP.RESOURCE_LOCKED;
    }

    /// To a publication it objects later, when nobody waits for an answer any more.
    ///
    /// @throws IOException if it has closed this channel for one
    static void requireNone(Channel channel) throws IOException {
        ShutdownSignalException reason = channel.getCloseReason();
        if (reason != null && !reason.isHardError() && !reason.isInitiatedByApplication()) {
            throw new IOException(reason);
        }
    }
}
