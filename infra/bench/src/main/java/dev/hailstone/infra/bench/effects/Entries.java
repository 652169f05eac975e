package dev.hailstone.infra.bench.effects;

import jakarta.persistence.EntityManager;

import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// The consumers' rows: one for each event, in the schema of each.
public class Entries {

    private final EntityManager entities;
    private final AppliedEvents applied;

    public Entries(EntityManager entities, AppliedEvents applied) {
        this.entities = entities;
        this.applied = applied;
    }

    /// The statement that writes a row, as Hibernate writes it: amount, number, purchase.
    public static String insert(String consumer) {
        return "insert into %s.entry (amount, number, purchase) values (?, ?, ?)".formatted(consumer);
    }

    /// Writes a row in the running transaction.
    public void add(Entry entry, PurchaseChanged change) {
        entities.persist(entry);
        applied.afterCommit(change.dueAt());
    }
}
