package dev.hailstone.infra.servers;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RabbitNodeTests {

    private static RabbitNode node;

    @BeforeAll
    static void start() {
        node = RabbitNode.start();
    }

    @AfterAll
    static void close() {
        node.close();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(node.port(), 0));
    }

    @Test
    void keepsWhatItHasConfirmedWhenItIsKilled() throws Exception {
        Connection before = connect(node.port(), 0);
        Channel publishing = before.createChannel();
        publishing.queueDeclare("kept", true, false, false, Map.of());
        node.storeDeclarations();
        publishing.confirmSelect();
        publishing.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, new byte[]{42});
        publishing.waitForConfirmsOrDie(10_000);
        node.kill();
        before.abort();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(node.port(), 0));

        node.restart();
        assertThatIllegalStateException().isThrownBy(node::restart);
        try (Connection connection = connect(node.port(), 0); Channel channel = connection.createChannel()) {
            assertThat(channel.basicGet("kept", true).getBody()).containsExactly(42);
        }
    }

    @Test
    void comesBackEmptyWhenItHasForgotten() throws Exception {
        assertThatIllegalStateException().isThrownBy(node::forget);
        try (Connection connection = connect(node.port(), 0); Channel channel = connection.createChannel()) {
            channel.queueDeclare("forgotten", true, false, false, Map.of());
        }
        node.stop();
        node.forget();
        node.restart();
        try (Connection connection = connect(node.port(), 0)) {
            Channel channel = connection.createChannel();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> channel.queueDeclarePassive("forgotten"));
        }
    }

    @Test
    void answersNothingWhileItIsPaused() throws Exception {
        node.pause();
        try {
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> connect(node.port(), 500));
        } finally {
            node.resume();
        }
        connect(node.port(), 0).close();
    }

    @Test
    void takesCommands() throws Exception {
        node.control("add_vhost", "quiet");
        assertThat(node.control("list_vhosts")).contains("quiet");
        assertThatIllegalStateException().isThrownBy(() -> node.control("no_such_command"))
                .withMessageContaining("no_such_command");
    }

    @Test
    void isReachedThroughAProxyThatCanBeBroken() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(node.port())) {
            Connection connection = connect(proxy.port(), 0);
            Channel channel = connection.createChannel();
            assertThat(proxy.connections()).isOne();
            proxy.freeze();
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> connect(proxy.port(), 500));
            assertThat(connection.isOpen()).isTrue();
            proxy.forward();
            channel.queueDeclare().getQueue();

            proxy.refuse();
            connection.abort();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(proxy.port(), 0));
            proxy.forward();
            connect(proxy.port(), 0).close();
        }
    }

    /// @param timeout of the handshake in milliseconds, 0 for the client's own
    private static Connection connect(int port, int timeout) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        if (timeout > 0) {
            factory.setHandshakeTimeout(timeout);
        }
        return factory.newConnection();
    }
}
