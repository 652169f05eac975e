package dev.hailstone.infra.messaging;

/// How a delivery goes about its events.
enum Pace {

    /// In one transaction, as long as none fails.
    TOGETHER,
    /// Each in its own transaction, and counted before it is begun: the process that had them before may have died of one.
    ONE_BY_ONE
}
