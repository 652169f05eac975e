package dev.hailstone.infra.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.bench.effects.AppliedEvents;

/// The measured process. It takes the [Target] and then one [Load] a line from its standard input, and answers each by
/// a line that begins with [#ANSWER]: `ready`, then one [Outcome] after the other. It ends with its input.
@Command(name = "worker", hidden = true, description = "Is started by the other commands.")
public final class WorkerCommand implements Callable<Integer> {

    /// Begins the lines that are meant for the parent; whatever else is printed is not.
    public static final String ANSWER = "=> ";

    @Parameters private Variant variant = Variant.LOCAL;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        // Logging must not reach the parent in the middle of a line.
        PrintStream answers = System.out;
        System.setOut(System.err);
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        JsonMapper json = JsonMapper.shared();
        AppliedEvents applied = new AppliedEvents();
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Target target = json.readValue(input.readLine(), Target.class);
            try (Shop shop = variant.open(target, applied)) {
                answers.println(ANSWER + "ready");
                CarryingLoads loads = new CarryingLoads(shop, applied, target.consumers());
                for (String line = input.readLine(); line != null; line = input.readLine()) {
                    Outcome outcome = loads.carry(json.readValue(line, Load.class));
                    answers.println(ANSWER + json.writeValueAsString(outcome));
                }
            }
        }
        return 0;
    }
}
