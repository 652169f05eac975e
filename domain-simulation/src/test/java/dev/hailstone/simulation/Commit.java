package dev.hailstone.simulation;

import java.util.List;

import dev.hailstone.kernel.ModuleEvent;

/// A transaction that has happened.
///
/// @param module whose it was
/// @param causes what the module was told in it, in this order
/// @param events what it published
record Commit(String module, List<Cause> causes, List<ModuleEvent> events) {

    /// Why a module does something.
    sealed interface Cause {

        /// It heard an event.
        record Heard(ModuleEvent event) implements Cause {}

        /// Somebody wanted something of it.
        record Commanded(Command command) implements Cause {}

        /// It looked by itself what is to be done.
        record Looked() implements Cause {}
    }
}
