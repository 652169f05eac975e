package dev.hailstone.infra.bench.effects;

import org.springframework.jdbc.core.JdbcTemplate;

import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// The consumers' rows: one for each event, in the schema of each.
public class Entries {

    private final JdbcTemplate jdbc;
    private final AppliedEvents applied;

    public Entries(JdbcTemplate jdbc, AppliedEvents applied) {
        this.jdbc = jdbc;
        this.applied = applied;
    }

    /// The statement that writes a row, the same for everybody who is measured: purchase, number, amount.
    public static String insert(String consumer) {
        return "insert into %s.entry (purchase, number, amount) values (?, ?, ?)".formatted(consumer);
    }

    /// Writes a row in the running transaction.
    public void add(String consumer, PurchaseChanged change) {
        jdbc.update(insert(consumer), change.purchase(), change.number(), change.amount());
        applied.afterCommit(change.dueAt());
    }
}
