package dev.hailstone.infra.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import com.rabbitmq.perf.PerfTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// RabbitMQ's own benchmark, in a process of its own. It takes its own options and ends the process itself.
@Command(name = "perf-test", hidden = true, description = "Is started by the other commands.")
final class PerfTestCommand implements Callable<Integer> {

    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        PerfTest.main(arguments.toArray(String[]::new));
        return 0;
    }
}
