package dev.hailstone.infra.simulator;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Threads that wait for servers.
///
/// They are platform threads, although virtual ones would be cheaper: in an executable jar, on a machine of few cores, a
/// virtual thread may be parked while it holds a monitor of the jar's class loader, and all carriers wait for it.
final class Workers {

    private Workers() {}

    static Thread.Builder named(String name) {
        return Thread.ofPlatform().daemon().name(name);
    }

    static ExecutorService pool(String name) {
        return Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    }
}
