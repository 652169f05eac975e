package dev.hailstone.infra.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import dev.hailstone.infra.bench.worker.WorkerCommand;

/// The command line of the benchmarks.
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures Hailstone, in ratios.",
        subcommands = {TransportCommand.class, WorkerCommand.class, PerfTestCommand.class})
final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
