package dev.hailstone.infra.messaging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/// Failures as an operator reads them.
final class Failures {

    /// Enough for the frames that matter, little enough for many parked events.
    private static final int LIMIT = 8_000;

    private static final int EXCERPT = 200;

    private Failures() {}

    /// The message and the stack trace, cut to a length.
    static String describe(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        // PostgreSQL's text cannot hold it.
        String whole = text.toString().replace('\0', ' ');
        return whole.length() <= LIMIT ? whole : whole.substring(0, LIMIT) + " …";
    }

    /// What has gone wrong, in a line: the cause that says something.
    static String reason(Throwable failure) {
        if (failure instanceof BrokerUnavailable && failure.getMessage() != null) {
            return failure.getMessage();
        }
        Objection objection = Objection.in(failure);
        if (objection != null) {
            return "RabbitMQ says " + objection.text();
        }
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    /// The beginning of what somebody has sent, for a log.
    static String excerpt(byte[] text) {
        int length = Math.min(text.length, EXCERPT);
        return new String(text, 0, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ")
                + (length < text.length ? " …" : "");
    }
}
