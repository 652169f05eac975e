package dev.hailstone.infra.messaging;

import java.util.List;

import dev.hailstone.infra.servers.RabbitNode;

/// The RabbitMQ node that the tests of this JVM share. Each database has names of its own in it.
final class TestBroker {

    private TestBroker() {}

    /// What a process on this database needs to use the node.
    static List<String> settings(TestDatabase database) {
        return settings(database, RabbitNode.shared().port());
    }

    /// What a process on this database needs to use the node by way of another port.
    static List<String> settings(TestDatabase database, int port) {
        return List.of("spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=" + port,
                "hailstone.events.rabbitmq.prefix=" + prefix(database),
                "hailstone.events.rabbitmq.announce-interval=500ms");
    }

    static String prefix(TestDatabase database) {
        return database.url().substring(database.url().lastIndexOf('/') + 1);
    }
}
