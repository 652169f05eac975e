package dev.hailstone.infra.bench.worker;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

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
    /// Hailstone's transport with everything carried by RabbitMQ, and nobody fed by the process itself.
    RABBITMQ("Hailstone, RabbitMQ", true) {

        @Override
        Shop open(Target target, AppliedEvents applied) {
            BrokerAddress broker = target.requireBroker();
            return SpringShop.onTransport(target, applied,
                    List.of("hailstone.events.transport=rabbitmq",
                            "hailstone.events.rabbitmq.prefix=" + broker.prefix(),
                            "spring.rabbitmq.host=" + broker.host(), "spring.rabbitmq.port=" + broker.port()));
        }
    },

    /// The same statements by plain JDBC, the events handed over in memory: what no durable transport can beat.
    JDBC("plain JDBC, no transport", true) {

        @Override
        Shop open(Target target, AppliedEvents applied) {
            return new JdbcShop(target, applied);
        }
    },

    /// The same bodies through RabbitMQ, and no database: what no use of a broker can beat.
    BROKER("raw RabbitMQ, no database", true) {

        @Override
        Shop open(Target target, AppliedEvents applied) throws IOException, TimeoutException {
            return new BrokerShop(target, applied);
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
        return this == LOCAL || this == RABBITMQ;
    }

    /// Whether it needs a RabbitMQ node.
    public boolean needsBroker() {
        return this == RABBITMQ || this == BROKER;
    }

    /// Whether its consumers write rows, of which can be read what they have heard. If not, they say it themselves.
    public boolean keepsRows() {
        return this != BROKER;
    }

    abstract Shop open(Target target, AppliedEvents applied) throws IOException, TimeoutException;
}
