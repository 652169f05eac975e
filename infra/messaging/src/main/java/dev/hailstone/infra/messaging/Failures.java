package dev.hailstone.infra.messaging;

import java.io.PrintWriter;
import java.io.StringWriter;

/// Failures as an operator reads them.
final class Failures {

    /// Enough for the frames that matter, little enough for many parked events.
    private static final int LIMIT = 8_000;

    private Failures() {}

    /// The message and the stack trace, cut to a length.
    static String describe(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        // PostgreSQL's text cannot hold it.
        String whole = text.toString().replace('\0', ' ');
        return whole.length() <= LIMIT ? whole : whole.substring(0, LIMIT) + " …";
    }
}
