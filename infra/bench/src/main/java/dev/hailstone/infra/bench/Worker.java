package dev.hailstone.infra.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.bench.worker.Load;
import dev.hailstone.infra.bench.worker.Outcome;
import dev.hailstone.infra.bench.worker.Target;
import dev.hailstone.infra.bench.worker.Variant;
import dev.hailstone.infra.bench.worker.WorkerCommand;
import dev.hailstone.infra.servers.Watchdog;

/// A JVM that is measured. Its errors go to this process's.
final class Worker implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final JsonMapper json = JsonMapper.shared();
    private final Process process;
    private final Writer input;
    private final BufferedReader output;

    private Worker(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// Starts one and waits until it is ready.
    static Worker start(Variant variant, Target target, List<String> options) throws IOException {
        Worker worker = new Worker(launch(options, List.of("worker", variant.name()), Redirect.PIPE));
        try {
            worker.say(target);
            worker.answer();
            return worker;
        } catch (IOException | RuntimeException failure) {
            worker.close();
            throw failure;
        }
    }

    /// Starts this program once more. Its errors go to this process's, and what it prints nowhere.
    ///
    /// @param options for the JVM
    static Process launch(List<String> options, List<String> arguments) throws IOException {
        return launch(options, arguments, Redirect.DISCARD);
    }

    private static Process launch(List<String> options, List<String> arguments, Redirect output) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(program());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectOutput(output).redirectError(Redirect.INHERIT).start();
        Watchdog.over(process);
        return process;
    }

    /// This program, whether it was started from its executable jar or from a class path.
    private static List<String> program() {
        String classPath = System.getProperty("java.class.path", "");
        boolean packaged = !ClassLoader.getSystemClassLoader().equals(Bench.class.getClassLoader());
        return packaged ? List.of("-jar", classPath) : List.of("-cp", classPath, Bench.class.getName());
    }

    Outcome carry(Load load) throws IOException {
        say(load);
        return json.readValue(answer(), Outcome.class);
    }

    private void say(Object message) throws IOException {
        input.write(json.writeValueAsString(message) + "\n");
        input.flush();
    }

    private String answer() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(WorkerCommand.ANSWER)) {
                return line.substring(WorkerCommand.ANSWER.length());
            }
        }
        throw new IOException("the measured process has ended; its errors stand above");
    }

    @Override
    public void close() throws IOException {
        try {
            input.close();
        } catch (IOException _) {
            // it has ended already
        }
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        output.close();
    }
}
