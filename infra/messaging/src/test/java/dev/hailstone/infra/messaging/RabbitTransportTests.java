package dev.hailstone.infra.messaging;

import java.util.List;

class RabbitTransportTests extends TransportContract {

    @Override
    String transport() {
        return "rabbitmq";
    }

    @Override
    List<String> settings(TestDatabase ofProcess) {
        return TestBroker.settings(ofProcess);
    }
}
