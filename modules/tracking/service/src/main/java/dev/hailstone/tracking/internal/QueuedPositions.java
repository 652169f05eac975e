package dev.hailstone.tracking.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.core.JacksonException;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.internal.PositionReport.Rejection;
import dev.hailstone.tracking.internal.TakingReports.Outcome;

/// Takes positions from messages, many at a time. Each message is what a request would be; without a content type it is JSON,
/// and a header `driverId` says whose device it is where the body does not.
///
/// A message that is wrong, or holds a wrong update, is set aside through the exchange of those that are rejected, with the header
/// `reason` and with its own `driverId` unless that is too long to be one. It is published on the channel on which the message is
/// acknowledged afterwards, so it is there before the message is gone. Positions may come twice, since the latest wins.
final class QueuedPositions implements ChannelAwareBatchMessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(QueuedPositions.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PERSISTENT = 2;
    private static final int REASONS = 10;
    /// A message's headers have to fit into one frame, unlike its body.
    private static final int LONGEST_REASON = 2000;
    private static final int LONGEST_DRIVER = 100;
    private static final String DRIVER = "driverId";

    private final TakingReports taking;
    private final String rejected;

    /// @param rejected the exchange for what is set aside
    QueuedPositions(TakingReports taking, String rejected) {
        this.taking = taking;
        this.rejected = rejected;
    }

    @Override
    public void onMessageBatch(List<Message> messages, @Nullable Channel channel) {
        List<SetAside> wrong = new ArrayList<>();
        try {
            for (Message message : messages) {
                String reason = take(message);
                if (reason != null) {
                    wrong.add(new SetAside(message, reason));
                }
            }
            wrong.forEach(each -> each.publish(Objects.requireNonNull(channel), rejected));
        } catch (RuntimeException failure) {
            LOG.warn("Positions from the queue cannot be taken at the moment; they come again", failure);
            LockSupport.parkNanos(PAUSE.toNanos());
            throw failure;
        }
    }

    /// @return what is wrong with the message, or null
    private @Nullable String take(Message message) {
        MessageProperties properties = message.getMessageProperties();
        MimeType contentType;
        DriverId sender;
        try {
            contentType = contentType(properties);
            Object driver = properties.getHeader(DRIVER);
            sender = driver == null ? null : new DriverId(driver.toString());
        } catch (InvalidMimeTypeException _) {
            taking.refuse();
            return "the content type is none";
        } catch (InvalidValueException refusal) {
            taking.refuse();
            return reason(refusal);
        }
        try {
            return switch (taking.take(contentType, message.getBody(), sender, TakingReports.ANYBODY)) {
                case Outcome.Taken(_, List<Rejection> rejected) when rejected.isEmpty() -> null;
                case Outcome.Taken(_, List<Rejection> rejected) -> rejected.stream()
                        .limit(REASONS)
                        .map(each -> "[%d] %s %s".formatted(each.index(), each.field(), each.reason()))
                        .collect(Collectors.joining("; "));
                case Outcome.OfAnotherDriver(DriverId other) ->
                    "the sender may not report where %s is".formatted(other);
                case Outcome.TooMany(int size, int limit) ->
                    "a message carries at most %d updates, this one has %d".formatted(limit, size);
                case Outcome.UnknownFormat(List<MimeType> known) -> "the content type must be one of " + known;
            };
        } catch (InvalidValueException refusal) {
            return reason(refusal);
        } catch (JacksonException _) {
            return "the body is not JSON";
        }
    }

    private static String reason(InvalidValueException refusal) {
        return refusal.field() + " " + refusal.reason();
    }

    private static MimeType contentType(MessageProperties properties) {
        String type = properties.getContentType();
        return type == null || type.equals(MessageProperties.CONTENT_TYPE_BYTES)
                ? MimeTypeUtils.APPLICATION_JSON
                : MimeType.valueOf(type);
    }

    private record SetAside(Message message, String reason) {

        void publish(Channel channel, String exchange) {
            BasicProperties properties = new BasicProperties.Builder()
                    .contentType(message.getMessageProperties().getContentType())
                    .deliveryMode(PERSISTENT)
                    .headers(headers())
                    .build();
            try {
                channel.basicPublish(exchange, "", properties, message.getBody());
            } catch (IOException away) {
                throw new UncheckedIOException(away);
            }
        }

        private Map<String, Object> headers() {
            Map<String, Object> headers = new HashMap<>();
            headers.put("reason", reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
            // NMEA names the driver nowhere else.
            Object driver = message.getMessageProperties().getHeader(DRIVER);
            if (driver != null && driver.toString().length() <= LONGEST_DRIVER) {
                headers.put(DRIVER, driver.toString());
            }
            return headers;
        }
    }
}
