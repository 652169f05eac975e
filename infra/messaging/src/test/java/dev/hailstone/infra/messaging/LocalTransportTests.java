package dev.hailstone.infra.messaging;

class LocalTransportTests extends TransportContract {

    @Override
    String transport() {
        return "local";
    }
}
