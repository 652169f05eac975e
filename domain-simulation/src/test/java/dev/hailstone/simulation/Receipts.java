package dev.hailstone.simulation;

import java.util.function.BooleanSupplier;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.IdempotencyKey;

/// Receipts of commands in a table of the module.
final class Receipts implements CommandReceipts {

    private final Table<String, Kept> receipts;
    private final BooleanSupplier finds;

    /// @param finds false for the bug that receipts are not found
    Receipts(Table<String, Kept> receipts, BooleanSupplier finds) {
        this.receipts = receipts;
        this.finds = finds;
    }

    @Override
    public Receipt find(IdempotencyKey key, Object command) {
        return receipts.get(key.value())
                .filter(_ -> finds.getAsBoolean())
                .map(kept -> kept.command.equals(command)
                        ? new Receipt.Repeated(kept.subject)
                        : new Receipt.KeyReused())
                .orElseGet(Receipt.None::new);
    }

    @Override
    public void keep(IdempotencyKey key, Object command, String subject) {
        if (finds.getAsBoolean() && receipts.get(key.value()).isPresent()) {
            throw new IllegalStateException("there is a receipt of " + key + " already");
        }
        receipts.put(key.value(), new Kept(command, subject));
    }

    @Override
    public Receipt claim(IdempotencyKey key, Object command, String subject) {
        Receipt receipt = find(key, command);
        if (receipt instanceof Receipt.None) {
            keep(key, command, subject);
        }
        return receipt;
    }

    @Override
    public void release(IdempotencyKey key) {
        receipts.remove(key.value());
    }

    /// Commands are records: their text says all.
    @Override
    public String fingerprint(Object command) {
        return command.toString();
    }

    /// @param command as it was sent; commands are records
    record Kept(Object command, String subject) {}
}
