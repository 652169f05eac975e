package dev.hailstone.simulation;

import java.util.Map;

import dev.hailstone.kernel.ModuleEvent;

/// Mistakes that the code could have. A simulation that does not find them would not find others.
public interface Sabotage {

    Sabotage NONE = new Sabotage() {};

    /// Whether a listener gets to hear an event.
    default boolean hears(String listener, ModuleEvent event) {
        return true;
    }

    /// Whether a module does the work that nobody asks it for.
    default boolean looks(String module) {
        return true;
    }

    /// Whether the cursor moves with the effects of an event.
    default boolean movesCursor(String consumer, ModuleEvent event) {
        return true;
    }

    /// Whether receipts of commands are found.
    default boolean findsReceipts(String module) {
        return true;
    }

    /// Whether changes are undone when a process dies before the commit.
    default boolean undoes(String module) {
        return true;
    }

    /// Whether the ledger sees that it has charged a trip.
    default boolean remembersCharges() {
        return true;
    }

    /// Whether the ledger sees that it has undone a transaction.
    default boolean remembersReversals() {
        return true;
    }

    /// Whether dispatch sees who has a trip.
    default boolean seesEngaged() {
        return true;
    }

    /// Whether dispatch asks where drivers are outside its transactions.
    default boolean asksOutsideTransactions() {
        return true;
    }

    /// Whether a module rests after it has looked for work.
    default boolean rests(String module) {
        return true;
    }

    /// What a module publishes instead of an event.
    default ModuleEvent publishes(ModuleEvent event) {
        return event;
    }

    /// What comes out of the JSON of an event.
    default ModuleEvent arrives(ModuleEvent event) {
        return event;
    }

    /// Settings of a module that are wrong.
    default Map<String, String> settings(String module) {
        return Map.of();
    }
}
