package dev.hailstone.infra.simulator;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import dev.hailstone.infra.simulator.CityCounts.Ending;
import dev.hailstone.infra.simulator.HailstoneApi.Charges;
import dev.hailstone.infra.simulator.HailstoneApi.TrialBalance;
import dev.hailstone.kernel.InvalidValueException;

@Command(name = "city", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Lets a city live for some hours, then checks the ledger.",
        "Every completed ride must have been charged once, and debits must equal credits."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:PASS", "1:FAIL", "2:wrong options"})
final class CityCommand implements Callable<Integer> {

    @Option(names = "--hours", paramLabel = "<n>", defaultValue = "12",
            description = "How long, in the city's time. Default: ${DEFAULT-VALUE}") private double hours;

    @Option(names = "--speed-up", paramLabel = "<n>", defaultValue = "120",
            description = "Seconds of the city that go by in a second. Default: ${DEFAULT-VALUE}") private double speedUp;

    @Option(names = "--drivers", paramLabel = "<n>", defaultValue = "40",
            description = "Default: ${DEFAULT-VALUE}") private int drivers;

    @Option(names = "--trips-per-hour", paramLabel = "<n>", defaultValue = "120",
            description = "Wished for in an hour of the city. Default: ${DEFAULT-VALUE}") private double tripsPerHour;

    @Option(names = "--cancelling", paramLabel = "<part>", defaultValue = "0.05",
            description = "The part of the riders who change their mind. Default: ${DEFAULT-VALUE}") private double cancelling;

    @Option(names = "--unwilling", paramLabel = "<part>", defaultValue = "0.15",
            description = "The part of the offers that drivers refuse or do not answer. Default: ${DEFAULT-VALUE}") private double unwilling;

    @Option(names = "--seed", paramLabel = "<n>", defaultValue = "42",
            description = "The same seed makes the same wishes. Default: ${DEFAULT-VALUE}") private long seed;

    @Option(names = "--url", paramLabel = "<url>", defaultValue = "http://localhost:8080",
            description = "The server. Default: ${DEFAULT-VALUE}") private URI url = URI.create("");

    @Option(names = "--give-up-after", paramLabel = "<seconds>", defaultValue = "120",
            description = "How long to wait for a server that is away. Default: ${DEFAULT-VALUE}") private long giveUpAfter;

    @Mixin private final CredentialOptions access = new CredentialOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        require(hours > 0, "--hours must be more than 0");
        require(giveUpAfter >= 1, "--give-up-after must be at least 1");
        ServerUrl.check("--url", "http://localhost:8080", url, this::require);
        access.check(this::require);
        CitySettings settings;
        try {
            settings = new CitySettings(drivers, tripsPerHour, speedUp, cancelling, unwilling, seed);
        } catch (InvalidValueException e) {
            throw new ParameterException(spec().commandLine(), e.field() + " " + e.reason(), e);
        }
        HailstoneApi api = new HailstoneApi(url, access.credentials(),
                new Patience(Duration.ofSeconds(giveUpAfter), System::nanoTime));
        try (City city = new City(settings, api, this::print)) {
            city.live(hours);
            return check(city, api) ? 0 : 1;
        }
    }

    private boolean check(City city, HailstoneApi api) {
        Charges charges = city.settle(Duration.ofSeconds(60));
        TrialBalance trial = api.trialBalance().orThrow();
        long charged = city.counts().charged();
        boolean once = charges.charges() == charged && charges.total().equals(city.counts().fares());
        print(String.format(Locale.ROOT, "%n  %-20s %20s %20s", "", "city", "ledger"));
        print(String.format(Locale.ROOT, "  %-20s %,20d %,20d", "rides and fees", charged, charges.charges()));
        print(String.format(Locale.ROOT, "  %-20s %20s %20s", "fares and fees", city.counts().fares(),
                charges.total()));
        for (TrialBalance.Total total : trial.totals()) {
            print(String.format(Locale.ROOT, "  %-20s %20s %20s", "debits, credits", total.debits(), total.credits()));
        }
        boolean passed = once && trial.balanced() && city.counts().of(Ending.FAILED) == 0;
        print(String.format(Locale.ROOT, "%n  %s", passed ? "PASS" : "FAIL"));
        return passed;
    }

    private void print(String line) {
        PrintWriter out = spec().commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec().commandLine(), message);
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not set the specification");
        }
        return spec;
    }
}
