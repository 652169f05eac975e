package dev.hailstone.tracking.internal;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.hailstone.kernel.InvalidValueException;

/// How positions are taken and silence is judged.
///
/// @param offlineAfter a driver who is silent for so long goes offline; a position that has waited in a queue for so long
/// is dropped
/// @param sweepEvery how often silent drivers are looked for
/// @param writeEvery how often latest positions are written to the database
/// @param writeBatch at most so many positions are written by one statement
/// @param unwrittenLimit at most so many drivers wait to be written; positions of others stay in memory only
/// @param followEvery how often what other processes wrote is read
/// @param positionsPerRequest at most so many updates are taken in one request
/// @param forgetEngagementsAfter how long the end of a trip is remembered that had a driver
/// @param forgetLoneEndsAfter how long the end of a trip is remembered that had none: if an assignment is told after that, its
/// driver stays engaged for ever
/// @param ingest where positions come from besides HTTP
@ConfigurationProperties("hailstone.tracking")
record TrackingSettings(@DefaultValue("2m") Duration offlineAfter, @DefaultValue("10s") Duration sweepEvery,
        @DefaultValue("2s") Duration writeEvery, @DefaultValue("1000") int writeBatch,
        @DefaultValue("100000") int unwrittenLimit, @DefaultValue("2s") Duration followEvery,
        @DefaultValue("1000") int positionsPerRequest, @DefaultValue("1d") Duration forgetEngagementsAfter,
        @DefaultValue("30d") Duration forgetLoneEndsAfter, @DefaultValue Ingest ingest) {

    TrackingSettings {
        requirePositive("offlineAfter", offlineAfter);
        requirePositive("sweepEvery", sweepEvery);
        requirePositive("writeEvery", writeEvery);
        requirePositive("writeBatch", writeBatch);
        requirePositive("unwrittenLimit", unwrittenLimit);
        requirePositive("followEvery", followEvery);
        requirePositive("positionsPerRequest", positionsPerRequest);
        requirePositive("forgetEngagementsAfter", forgetEngagementsAfter);
        requirePositive("forgetLoneEndsAfter", forgetLoneEndsAfter);
    }

    private static void requirePositive(String field, Duration duration) {
        if (!duration.isPositive()) {
            throw new InvalidValueException(field, "must be positive, was " + duration);
        }
    }

    private static void requirePositive(String field, int count) {
        if (count <= 0) {
            throw new InvalidValueException(field, "must be positive, was " + count);
        }
    }

    /// @param queue of RabbitMQ, from which positions are taken with `tracking.ingest.amqp=true`
    record Ingest(@DefaultValue("hailstone.positions") String queue) {

        Ingest {
            if (queue.isBlank()) {
                throw new InvalidValueException("queue", "must not be blank");
            }
        }

        /// The name of an exchange and of the queue that it fills with what is wrong.
        String rejected() {
            return queue + ".rejected";
        }
    }
}
