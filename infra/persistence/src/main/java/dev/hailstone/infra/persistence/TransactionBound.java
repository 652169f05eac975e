package dev.hailstone.infra.persistence;

import java.util.function.Supplier;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// What is gathered in the course of a transaction, to be done as a whole when it ends.
public final class TransactionBound {

    private TransactionBound() {}

    /// The one of its type that belongs to the running transaction.
    ///
    /// @param fresh makes it when it is wanted for the first time
    /// @throws IllegalStateException outside a transaction
    public static <T extends TransactionSynchronization> T get(Class<T> type, Supplier<T> fresh) {
        for (TransactionSynchronization known : TransactionSynchronizationManager.getSynchronizations()) {
            if (type.isInstance(known)) {
                return type.cast(known);
            }
        }
        T first = fresh.get();
        TransactionSynchronizationManager.registerSynchronization(first);
        return first;
    }
}
