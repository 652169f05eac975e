package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import dev.hailstone.infra.simulator.HailstoneApi.Charges;

@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Replays recorded New York taxi trips and compares the ledger with the file.",
        "It may be stopped, or the server, and run again: nothing happens twice."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:PASS: every trip was charged exactly once and exactly right", "1:FAIL", "2:wrong options"})
final class ReplayCommand implements Callable<Integer> {

    @Option(names = "--trips", paramLabel = "<file>", defaultValue = "../shared/data/nyc-taxi/trips.csv",
            description = "Recorded trips. Default: ${DEFAULT-VALUE}") private Path trips = Path.of("");

    @Option(names = "--zones", paramLabel = "<file>", defaultValue = "../shared/data/nyc-taxi/zones.csv",
            description = "Where the zones are. Default: ${DEFAULT-VALUE}") private Path zones = Path.of("");

    @Option(names = "--url", paramLabel = "<url>", defaultValue = "http://localhost:8080",
            description = "The server. Default: ${DEFAULT-VALUE}") private URI url = URI.create("");

    @Option(names = "--concurrency", paramLabel = "<n>", defaultValue = "" + Replay.RIDERS,
            description = "Trips under way at once, 1 to " + Replay.RIDERS
                    + ". Default: ${DEFAULT-VALUE}") private int concurrency;

    @Option(names = "--speed-up", paramLabel = "<n>",
            description = "Recorded seconds that go by in a second. Default: as fast as it will go") private @Nullable Double speedUp;

    @Option(names = "--give-up-after", paramLabel = "<seconds>", defaultValue = "120",
            description = "How long to wait for a server that is away. Default: ${DEFAULT-VALUE}") private long giveUpAfter;

    @Option(names = "--settle-within", paramLabel = "<seconds>", defaultValue = "60",
            description = "How long to wait for the last charges in the end. Default: ${DEFAULT-VALUE}") private long settleWithin;

    @Option(names = "--report", paramLabel = "<file>",
            description = "Writes the report to a file, too.") private @Nullable Path report;

    @Mixin private final CredentialOptions access = new CredentialOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        require(concurrency >= 1 && concurrency <= Replay.RIDERS, "--concurrency must be from 1 to " + Replay.RIDERS);
        require(speedUp == null || (speedUp > 0 && speedUp <= 1e9), "--speed-up must be more than 0");
        require(giveUpAfter >= 1, "--give-up-after must be at least 1");
        require(settleWithin >= 1, "--settle-within must be at least 1");
        ServerUrl.check("--url", "http://localhost:8080", url, this::require);
        access.check(this::require);
        if (report != null) {
            checkReport(report);
        }
        Recording recording = Recording.read(trips, zones, Instant.now());
        require(!recording.trips().isEmpty(), "no row of %s is a trip that could be replayed".formatted(trips));
        ReplayReport result = replay(recording);
        out().println();
        out().print(result.text());
        out().flush();
        if (report != null) {
            write(report, result);
        }
        return result.passed() ? 0 : 1;
    }

    /// A replay takes minutes: what would be in the report's way is better known before.
    private void checkReport(Path file) {
        require(!Files.isDirectory(file), "--report must be a file, %s is a directory".formatted(file));
        if (Files.exists(file)) {
            require(Files.isWritable(file), "--report must be a file that can be written, %s cannot".formatted(file));
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        require(directory != null && Files.isDirectory(directory),
                "--report must be in a directory, there is no %s".formatted(directory));
        require(directory != null && Files.isWritable(directory),
                "--report must be in a directory that can be written, %s cannot".formatted(directory));
    }

    /// The verdict is out and stands, whatever becomes of the file.
    private void write(Path file, ReplayReport result) {
        try {
            Files.writeString(file, result.text());
        } catch (IOException e) {
            PrintWriter err = spec().commandLine().getErr();
            err.println("The report could not be written to %s: %s".formatted(file, e));
            err.flush();
        }
    }

    private ReplayReport replay(Recording recording) {
        Pace pace = speedUp == null ? Pace.unlimited() : Pace.of(speedUp, recording.trips().getFirst().startedAt());
        long start = System.nanoTime();
        HailstoneApi api = new HailstoneApi(url, access.credentials(),
                new Patience(Duration.ofSeconds(giveUpAfter), System::nanoTime));
        try (ReplayProgress progress = new ReplayProgress(recording.trips().size())) {
            Replay replay = new Replay(recording, api, pace, concurrency, progress);
            List<TripOutcome> outcomes = replay.run();
            Charges charges = replay.settle(Duration.ofSeconds(settleWithin));
            return new ReplayReport(recording, url, outcomes, charges, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec().commandLine(), message);
        }
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not set the specification");
        }
        return spec;
    }
}
