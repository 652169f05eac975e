package dev.hailstone.infra.servers;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Lets every test wait long for what it expects: the machine may be slow, and a test that passes does not wait.
///
/// Found by JUnit in whatever project has this on its class path.
public final class Patience implements LauncherSessionListener {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
