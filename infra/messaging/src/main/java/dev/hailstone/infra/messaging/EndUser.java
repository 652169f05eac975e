package dev.hailstone.infra.messaging;

import org.jspecify.annotations.Nullable;

/// On whose behalf this thread works: for the caller of a request, or for whoever's request an event follows from.
///
/// It travels with events and calls, for who looks for the reason of something. It allows nothing: modules act as themselves.
public final class EndUser {

    private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

    private EndUser() {}

    /// @return the subject of their token, null if nobody has asked for what is done
    public static @Nullable String current() {
        return CURRENT.get();
    }

    /// Lets this thread work on somebody's behalf until the scope is closed, and then on the former one's.
    public static Scope as(@Nullable String subject) {
        String former = CURRENT.get();
        set(subject);
        return () -> set(former);
    }

    private static void set(@Nullable String subject) {
        if (subject == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(subject);
        }
    }

    /// Ends when it is closed, by the thread that has opened it.
    @FunctionalInterface
    public interface Scope extends AutoCloseable {

        @Override
        void close();
    }
}
