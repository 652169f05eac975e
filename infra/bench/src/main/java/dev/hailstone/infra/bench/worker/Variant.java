package dev.hailstone.infra.bench.worker;

import java.util.List;

import dev.hailstone.infra.bench.effects.AppliedEvents;

/// What may carry the events. Everything else is the same for all: statements, pool, heap, server.
public enum Variant {

    /// Spring Modulith's event publication registry with `@ApplicationModuleListener`.
    MODULITH("Modulith's registry", false) {

        @Override
        Shop open(Target target, AppliedEvents applied) {
            return SpringShop.onRegistry(target, applied);
        }
    },
    /// Hailstone's transport within one process.
    LOCAL("Hailstone, local", true) {

        @Override
        Shop open(Target target, AppliedEvents applied) {
            return SpringShop.onTransport(target, applied, List.of("hailstone.events.transport=local"));
        }
    },
    /// The same statements by plain JDBC, the events handed over in memory: what no durable transport can beat.
    JDBC("plain JDBC, no transport", true) {

        @Override
        Shop open(Target target, AppliedEvents applied) {
            return new JdbcShop(target, applied);
        }
    };

    private final String title;
    private final boolean ordered;

    Variant(String title, boolean ordered) {
        this.title = title;
        this.ordered = ordered;
    }

    /// For people.
    public String title() {
        return title;
    }

    /// Whether it promises that consumers hear the events of a purchase in the order of their commits.
    public boolean isOrdered() {
        return ordered;
    }

    /// Whether its process makes roles, schemas and tables by itself.
    public boolean migratesItself() {
        return this == LOCAL;
    }

    abstract Shop open(Target target, AppliedEvents applied);
}
