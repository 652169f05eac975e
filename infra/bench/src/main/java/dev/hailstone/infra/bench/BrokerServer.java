package dev.hailstone.infra.bench;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.bench.worker.BrokerAddress;
import dev.hailstone.infra.servers.RabbitNode;

/// The RabbitMQ node that everybody shares who needs one: on this machine, started from the installed package when the first
/// asks for it.
final class BrokerServer implements AutoCloseable {

    private @Nullable RabbitNode node;
    private int installations;

    /// Exchanges and queues for somebody who wants none of another's.
    BrokerAddress fresh() {
        return new BrokerAddress("localhost", node().port(), "bench" + ++installations);
    }

    Connection connect() throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        factory.setPort(node().port());
        try {
            return factory.newConnection();
        } catch (TimeoutException silent) {
            throw new IOException(silent);
        }
    }

    /// Null if nobody has needed it.
    @Nullable
    String version() {
        RabbitNode known = node;
        return known == null ? null : known.control("version").strip();
    }

    private RabbitNode node() {
        RabbitNode known = node;
        if (known == null) {
            known = RabbitNode.start();
            node = known;
        }
        return known;
    }

    @Override
    public void close() {
        RabbitNode known = node;
        if (known != null) {
            known.close();
        }
    }
}
