package dev.hailstone.infra.messaging;

import java.util.List;

import dev.hailstone.kernel.ModuleEvent;

/// What a module does about an event that has reached it.
sealed interface Hearing {

    /// Runs the listeners, in the transaction of the caller.
    record Heard(ModuleEvent event, List<Listener> listeners) implements Hearing {

        void run() {
            listeners.forEach(listener -> listener.hear(event));
        }
    }

    /// The module has no listener for this type.
    record Ignored() implements Hearing {}

    /// The module has a listener, but cannot read this version.
    record NotUnderstood(String reason) implements Hearing {}
}
