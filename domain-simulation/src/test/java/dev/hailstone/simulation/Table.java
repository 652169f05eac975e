package dev.hailstone.simulation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// Rows by key in the memory of one module, read and changed in its transactions only. Rows are values.
public final class Table<K, V> {

    private final Map<K, V> rows = new LinkedHashMap<>();
    private final InMemoryTransactions transactions;

    Table(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    /// @throws IllegalStateException outside a transaction
    public Optional<V> get(K key) {
        transactions.requireTransaction();
        return Optional.ofNullable(rows.get(key));
    }

    /// All rows, oldest first.
    ///
    /// @throws IllegalStateException outside a transaction
    public Stream<V> all() {
        transactions.requireTransaction();
        return rows.values().stream();
    }

    /// @throws IllegalStateException outside a transaction that may write
    public void put(K key, V row) {
        V before = rows.put(key, row);
        transactions.changed(() -> restore(key, before));
    }

    /// @throws IllegalStateException outside a transaction that may write
    public void remove(K key) {
        V before = rows.remove(key);
        transactions.changed(() -> restore(key, before));
    }

    private void restore(K key, @Nullable V before) {
        if (before == null) {
            rows.remove(key);
        } else {
            rows.put(key, before);
        }
    }

    /// What is there between transactions, for whoever checks it.
    public Map<K, V> committed() {
        return Collections.unmodifiableMap(rows);
    }
}
