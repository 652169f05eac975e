package dev.hailstone.infra.persistence;

/// Remembers, in the schema of the module whose transaction is running, which commands have been carried out.
///
/// A receipt is kept in the transaction of the command's effects, so there is one exactly when there are effects. A
/// command that is refused keeps no receipt: sent again, it is judged again. A command that asks another module between
/// two transactions may keep its receipt in the first, before it is decided; then a refusal leaves it, for a twin of the
/// command may be under way (ADR 0017).
public interface CommandReceipts {

    /// Looks for the receipt of a key, and lets other transactions with the same key wait until this one ends.
    ///
    /// @param command the command as sent; its JSON form tells a repeated command from a key used twice
    /// @throws IllegalStateException outside a transaction
    Receipt find(IdempotencyKey key, Object command);

    /// Keeps the receipt of a command that is being carried out.
    ///
    /// @param subject the id of what the command made or changed; a repetition is answered with its current state
    /// @throws IllegalStateException outside a transaction
    void keep(IdempotencyKey key, Object command, String subject);

    /// Looks for the receipt of a key and, if there is none, keeps this one: [#find] and [#keep] in one, for commands whose
    /// subject is known beforehand. Other transactions with the same key wait until this one ends.
    ///
    /// @return [Receipt.None] if it was kept
    /// @throws IllegalStateException outside a transaction
    Receipt claim(IdempotencyKey key, Object command, String subject);

    /// Takes a receipt back that this transaction has claimed, since the command is refused.
    ///
    /// @throws IllegalStateException outside a transaction
    void release(IdempotencyKey key);

    /// Tells a command from others under the same key, for who keeps receipts in a statement of their own together with the
    /// command's effects: the table is `command_receipt` in the module's schema, and a key that is taken is refused by it.
    ///
    /// @param command the command as sent
    /// @return what is kept as `command_hash`: 32 bytes as 64 hexadecimal digits
    String fingerprint(Object command);

    /// What is known of a key.
    sealed interface Receipt {

        /// Never seen: carry the command out and [keep][CommandReceipts#keep] its receipt.
        record None() implements Receipt {}

        /// The same command has been carried out before.
        record Repeated(String subject) implements Receipt {}

        /// The key belongs to another command; refuse this one.
        record KeyReused() implements Receipt {}
    }
}
