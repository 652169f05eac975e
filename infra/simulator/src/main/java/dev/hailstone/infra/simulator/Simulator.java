package dev.hailstone.infra.simulator;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the simulator.
@Command(name = "simulator", mixinStandardHelpOptions = true, description = "Traffic for a Hailstone server.",
        subcommands = {ReplayCommand.class, CityCommand.class})
final class Simulator {

    private Simulator() {}

    public static void main(String[] arguments) {
        System.setProperty(HailstoneApi.IDLE_CONNECTIONS, String.valueOf(Replay.RIDERS));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Simulator()).setExecutionExceptionHandler((failure, command, _) -> {
            switch (failure) {
                case UnusableFileException _,UnusableCredentialsException _,ServerAwayException _,RefusedException _ ->
                    command.getErr().println(command.getColorScheme().errorText(String.valueOf(failure.getMessage())));
                default -> throw failure;
            }
            return failure instanceof UnusableFileException || failure instanceof UnusableCredentialsException ? 2 : 1;
        });
    }
}
