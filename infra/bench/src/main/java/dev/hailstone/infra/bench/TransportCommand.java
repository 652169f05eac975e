package dev.hailstone.infra.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import dev.hailstone.infra.bench.worker.Variant;

@Command(name = "transport", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures the event transport in ratios, pair by pair, and checks after every load that nothing was lost, "
                + "doubled or reordered.",
        "Goals that are not met are reported and fail nothing."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every check passed", "1:a check failed, or nothing could be measured", "2:wrong options"})
final class TransportCommand implements Callable<Integer> {

    private static final List<String> QUICK_TO_START = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");

    @Option(names = "--part", paramLabel = "<part>", split = ",",
            description = "What to measure: ${COMPLETION-CANDIDATES}. Default: all") private Set<Question> questions = Set
                    .of(Question.values());

    @Option(names = "--subject", paramLabel = "<variant>", split = ",", defaultValue = "local,rabbitmq",
            description = "Whose speed is in question: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}") private List<Variant> subjects = List
                    .of();

    @Option(names = "--against", paramLabel = "<variant>", split = ",", defaultValue = "modulith,jdbc,broker",
            description = "What throughput is compared with; only rabbitmq is with broker. Default: ${DEFAULT-VALUE}") private List<Variant> baselines = List
                    .of();

    @Option(names = "--consumers", paramLabel = "<n>", split = ",",
            description = "Modules that hear every event, 1 to 3. Default: 1,3") private @Nullable List<Integer> consumers;

    @Option(names = "--events-per-transaction", paramLabel = "<n>", split = ",",
            description = "Default: 1,10") private @Nullable List<Integer> eventsPerTransaction;

    @Option(names = "--events", paramLabel = "<n>",
            description = "Events of each load. Default: 50000") private @Nullable Integer events;

    @Option(names = "--rounds", paramLabel = "<n>",
            description = "Pairs of each comparison. Default: 5") private @Nullable Integer rounds;

    @Option(names = "--callers", paramLabel = "<n>", defaultValue = "8",
            description = "Threads that begin transactions. Default: ${DEFAULT-VALUE}") private int callers;

    @Option(names = "--warm-up", paramLabel = "<seconds>",
            description = "For which a process works before it is measured. Default: 60") private @Nullable Double warmUp;

    @Option(names = "--seconds", paramLabel = "<seconds>",
            description = "How long each timed load lasts. Default: 30, and 60 at twice the capacity") private @Nullable Double seconds;

    @Option(names = "--backlog", paramLabel = "<n>",
            description = "Events that are drained into the broker. Default: 1000000") private @Nullable Integer backlog;
    @Option(names = "--trips", paramLabel = "<n>",
            description = "Trips of each load of the application. Default: 2000") private @Nullable Integer trips;
    @Option(names = "--application", paramLabel = "<file>", defaultValue = "app/target/hailstone.jar",
            description = "The packaged application. Default: ${DEFAULT-VALUE}") private Path application = Path.of("");
    @Option(names = "--simulator", paramLabel = "<file>",
            defaultValue = "infra/simulator/target/hailstone-simulator.jar",
            description = "The packaged simulator. Default: ${DEFAULT-VALUE}") private Path simulator = Path.of("");
    @Option(names = "--smoke",
            description = "Shows in seconds that the benchmark works; its figures mean nothing.") private boolean smoke;

    @Option(names = "--directory", paramLabel = "<directory>",
            description = "Where the database server may make a directory for its data. Default: where temporary ones are") private @Nullable Path directory;

    @Option(names = "--worker-option", paramLabel = "<option>",
            description = "For the measured JVMs, for example a flight recording. Default: -Xmx512m") private @Nullable List<String> workerOptions;

    @Option(names = "--report", paramLabel = "<file>", defaultValue = "bench",
            description = "Writes <file>.md and <file>.json. Default: ${DEFAULT-VALUE}") private Path report = Path
                    .of("");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException {
        consumers().forEach(each -> require(each >= 1 && each <= 3, "--consumers must be from 1 to 3"));
        eventsPerTransaction().forEach(
                each -> require(each >= 1 && each <= 100, "--events-per-transaction must be from 1 to 100"));
        require(callers >= 1 && callers <= 16, "--callers must be from 1 to 16: the pool has 20 connections");
        Settings settings = settings();
        require(settings.events() >= 1, "--events must be at least 1");
        require(settings.backlog() >= 1, "--backlog must be at least 1");
        require(settings.trips() >= 1, "--trips must be at least 1");
        requirePackaged(application);
        requirePackaged(simulator);
        require(settings.rounds() >= 1, "--rounds must be at least 1");
        require(settings.warmUpSeconds() > 0, "--warm-up must be more than 0");
        require(settings.latencySeconds() > 0, "--seconds must be more than 0");
        BenchReport measured = measure(settings);
        out().println();
        out().print(measured.markdown());
        out().flush();
        return measured.findings().passed() ? 0 : 1;
    }

    private Settings settings() {
        if (smoke) {
            return new Settings(or(events, 400), or(rounds, 2), or(warmUp, 0.5), callers, or(seconds, 0.5),
                    or(seconds, 0.5), or(seconds, 1.0), or(seconds, 1.0), or(backlog, 2_000), or(trips, 40),
                    or(workerOptions, QUICK_TO_START));
        }
        return new Settings(or(events, 50_000), or(rounds, 5), or(warmUp, 60.0), callers, or(seconds, 5.0),
                or(seconds, 30.0), or(seconds, 30.0), or(seconds, 60.0), or(backlog, 1_000_000), or(trips, 2_000),
                or(workerOptions, List.of("-Xmx512m")));
    }

    private List<Integer> consumers() {
        return or(consumers, smoke ? List.of(3) : List.of(1, 3));
    }

    private List<Integer> eventsPerTransaction() {
        return or(eventsPerTransaction, smoke ? List.of(10) : List.of(1, 10));
    }

    private static <T> T or(@Nullable T chosen, T usual) {
        return chosen == null ? usual : chosen;
    }

    private BenchReport measure(Settings settings) throws IOException, SQLException {
        List<Part> parts = parts();
        Findings findings = new Findings();
        Path data = freshDirectory();
        try (DatabaseServer server = DatabaseServer.start(data.resolve("postgres"));
                BrokerServer broker = new BrokerServer();
                BenchProgress progress = new BenchProgress(
                        parts.stream().mapToInt(part -> part.loads(settings)).sum())) {
            Stage stage = new Stage(server, broker, settings, findings, progress::step);
            Map<String, String> environment = environment(server);
            BenchReport measured = new BenchReport(environment, settings, findings);
            for (Part part : parts) {
                part.measure(stage);
                environment.computeIfAbsent("RabbitMQ", _ -> broker.version());
                // After each part: a run takes long, and what it has found shall outlive it.
                Files.writeString(Path.of(report + ".md"), measured.markdown());
                Files.writeString(Path.of(report + ".json"), measured.json());
            }
            return measured;
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
    }

    /// It is deleted in the end, so it is never the one that was given: there may be a database in that one.
    private Path freshDirectory() throws IOException {
        String prefix = "hailstone-bench";
        return directory == null
                ? Files.createTempDirectory(prefix)
                : Files.createTempDirectory(Files.createDirectories(directory), prefix);
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        int most = consumers().stream().max(Integer::compare).orElse(1);
        for (Variant subject : subjects) {
            if (questions.contains(Question.THROUGHPUT)) {
                for (Variant baseline : baselinesOf(subject)) {
                    for (int events : eventsPerTransaction()) {
                        for (int hearing : consumers()) {
                            parts.add(new Throughput(subject, baseline, hearing, events));
                        }
                    }
                }
            }
            if (questions.contains(Question.PUBLICATION)) {
                parts.add(new Publication(subject, 1));
                parts.add(new Publication(subject, callers));
            }
            if (questions.contains(Question.LATENCY)) {
                parts.add(new PublishedToApplied(subject, most));
            }
            if (questions.contains(Question.HELD)) {
                parts.add(new HeldTransaction(subject, most));
            }
            if (questions.contains(Question.OVERLOAD)) {
                parts.add(new TwiceTheCapacity(subject, most));
            }
        }
        if (questions.contains(Question.LATENCY)) {
            subjects.stream()
                    .flatMap(subject -> baselinesOf(subject).stream())
                    .distinct()
                    .forEach(baseline -> parts.add(new PublishedToApplied(baseline, most)));
        }
        if (questions.contains(Question.DRAIN)) {
            parts.add(new Drain(settings().backlog()));
        }
        if (questions.contains(Question.TRIPS)) {
            parts.add(new WholeTrips(application, simulator, settings().trips()));
        }
        return parts;
    }

    /// What a broker alone can do says something only of who uses one.
    private List<Variant> baselinesOf(Variant subject) {
        return baselines.stream().filter(baseline -> baseline != Variant.BROKER || subject.needsBroker()).toList();
    }

    private static Map<String, String> environment(DatabaseServer server) throws SQLException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        environment.put("JVM", "%s %s".formatted(System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version")));
        environment.put("system", "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
        environment.put("PostgreSQL", server.version());
        return environment;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec().commandLine(), message);
        }
    }

    private void requirePackaged(Path jar) {
        require(!questions.contains(Question.TRIPS) || Files.isRegularFile(jar),
                "there is no file %s; package it first, or leave out the part 'trips'".formatted(jar));
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "picocli has not set the specification");
    }

    /// What can be asked.
    enum Question {
        /// events a second against the baselines
        THROUGHPUT,
        /// what an event costs its transaction
        PUBLICATION,
        /// how long events take at 10, 50 and 80 % of the capacity
        LATENCY,
        /// whether they wait for another session's long transaction
        HELD,
        /// what twice the capacity does
        OVERLOAD,
        /// how fast a backlog gets to the broker
        DRAIN,
        /// what RabbitMQ costs the whole application
        TRIPS
    }
}
