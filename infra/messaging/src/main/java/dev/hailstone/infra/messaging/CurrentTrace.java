package dev.hailstone.infra.messaging;

/// The trace of what is being done now, for a listener that puts off a part of its work until its transaction ends.
public interface CurrentTrace {

    /// The same work, which will belong to the trace of now whenever it is done: what it publishes continues that one.
    Runnable keptFor(Runnable later);
}
