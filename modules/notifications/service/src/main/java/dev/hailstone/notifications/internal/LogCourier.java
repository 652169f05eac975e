package dev.hailstone.notifications.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where there is no mail server, the log shows what would have been sent. Not to whom: logs live longer than people
/// wish to be known.
final class LogCourier implements Courier {

    private static final Logger LOG = LoggerFactory.getLogger(LogCourier.class);

    @Override
    public void carry(Letter letter) {
        LOG.info("E-mail {}: {}: {}", letter.id(), letter.subject(), letter.text());
    }
}
