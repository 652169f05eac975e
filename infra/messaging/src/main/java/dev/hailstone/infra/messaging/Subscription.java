package dev.hailstone.infra.messaging;

/// One module's interest in the events of another.
record Subscription(String consumer, String producer) {

    @Override
    public String toString() {
        return consumer + " ← " + producer;
    }
}
