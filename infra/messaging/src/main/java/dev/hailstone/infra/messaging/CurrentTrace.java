package dev.hailstone.infra.messaging;

import org.jspecify.annotations.Nullable;

/// The trace of what is being done now, for work that is put off: to the end of a listener's transaction, or until a loop
/// of the module takes it up, perhaps in another process.
public interface CurrentTrace {

    /// The same work, which will belong to the trace of now whenever it is done: what it publishes continues that one.
    Runnable keptFor(Runnable later);

    /// The trace of now in writing, to be stored with what is to be done; null if it is not recorded.
    @Nullable
    String written();

    /// Does something at once, in a span that continues a written trace.
    ///
    /// @param written null if the work belongs to no trace
    /// @param name of the span
    /// @param module whose work it is
    void continuing(@Nullable String written, String name, String module, Runnable work);
}
