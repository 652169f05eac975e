package dev.hailstone.infra.messaging;

import java.util.List;

/// Feeder and receiver at work on the same cursors at the same time.
class BothTransportsTests extends TransportContract {

    @Override
    String transport() {
        return "both";
    }

    @Override
    List<String> settings(TestDatabase ofProcess) {
        return TestBroker.settings(ofProcess);
    }
}
