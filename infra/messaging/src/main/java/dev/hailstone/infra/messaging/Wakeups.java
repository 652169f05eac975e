package dev.hailstone.infra.messaging;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who is to be woken when something has happened in this process, so that nobody has to wait for a poll.
final class Wakeups {

    private final Map<String, List<Signal>> onPublished = new ConcurrentHashMap<>();
    private final Map<String, List<Signal>> onSequenced = new ConcurrentHashMap<>();
    private final Signal onParked = new Signal();

    /// Raised when a module has committed events.
    Signal published(String producer) {
        return register(onPublished, producer);
    }

    /// Raised when a module's journal has grown.
    Signal sequenced(String producer) {
        return register(onSequenced, producer);
    }

    /// Raised when an event has been parked, or is to be tried again.
    Signal parked() {
        return onParked;
    }

    void raisePublished(String producer) {
        raise(onPublished.getOrDefault(producer, List.of()));
    }

    void raiseSequenced(String producer) {
        raise(onSequenced.getOrDefault(producer, List.of()));
    }

    void raiseParked() {
        onParked.raise();
    }

    /// Wakes everybody who reads a journal, for example because news may have been missed.
    void raiseAllSequenced() {
        onSequenced.values().forEach(Wakeups::raise);
    }

    /// Forgets all signals.
    void clear() {
        onPublished.clear();
        onSequenced.clear();
    }

    private static Signal register(Map<String, List<Signal>> signals, String producer) {
        Signal signal = new Signal();
        signals.computeIfAbsent(producer, _ -> new CopyOnWriteArrayList<>()).add(signal);
        return signal;
    }

    private static void raise(Collection<Signal> signals) {
        signals.forEach(Signal::raise);
    }
}
