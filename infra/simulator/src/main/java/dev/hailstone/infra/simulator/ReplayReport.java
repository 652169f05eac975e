package dev.hailstone.infra.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.hailstone.infra.simulator.HailstoneApi.Charges;
import dev.hailstone.kernel.Money;

/// What a replay has come to: the ledger's totals beside the file's.
///
/// @param outcomes one for each trip of the recording
/// @param charges what the ledger knows of the replay's riders
record ReplayReport(Recording recording, URI server, List<TripOutcome> outcomes, Charges charges, Duration duration) {

    /// Whether every trip was charged exactly once and exactly right.
    boolean passed() {
        return count(TripOutcome.Failure.class) == 0 && charges.charges() == recording.trips().size()
                && charges.total().equals(recording.total());
    }

    /// For people to read.
    String text() {
        long replayed = count(TripOutcome.Replayed.class);
        long further = outcomes.stream().mapToLong(ReplayReport::furtherAttempts).sum();
        double seconds = duration.toMillis() / 1000.0;
        StringBuilder text = new StringBuilder();
        text.append("Replay of %s (%s) at %s%n%n".formatted(recording.file(), recording.digest(), server));
        line(text, "rows in the file", recording.trips().size() + recording.rejected().size());
        line(text, "rejected", recording.rejected().size());
        line(text, "replayed now", replayed);
        line(text, "replayed before", count(TripOutcome.DoneBefore.class));
        line(text, "failed", count(TripOutcome.Failure.class));
        line(text, "further attempts", further);
        text.append("%n  %-18s %18s %18s%n".formatted("", "file", "ledger"));
        text.append("  %-18s %18s %18s%n".formatted("charges", number(recording.trips().size()),
                number(charges.charges())));
        text.append("  %-18s %18s %18s%n".formatted("total", amount(recording.total()), amount(charges.total())));
        text.append("%n  %s in %.1f s".formatted(passed() ? "PASS" : "FAIL", seconds));
        if (replayed > 0 && seconds > 0) {
            text.append(", %.0f trips a second".formatted(replayed / seconds));
        }
        text.append("%n".formatted());
        if (!recording.rejected().isEmpty()) {
            text.append("%nRejected rows%n%s%n".formatted(recording.rejected()
                    .stream()
                    .map(row -> "  line %d: %s".formatted(row.line(), row.reason()))
                    .collect(Collectors.joining(System.lineSeparator()))));
        }
        List<String> failures = outcomes.stream()
                .filter(TripOutcome.Failure.class::isInstance)
                .map(TripOutcome.Failure.class::cast)
                .map(failed -> "  line %d: %s".formatted(failed.trip().line(), failed.reason()))
                .toList();
        if (!failures.isEmpty()) {
            text.append("%nFailed trips%n%s%n".formatted(String.join(System.lineSeparator(), failures)));
        }
        return text.toString();
    }

    private long count(Class<? extends TripOutcome> type) {
        return outcomes.stream().filter(type::isInstance).count();
    }

    private static long furtherAttempts(TripOutcome outcome) {
        return switch (outcome) {
            case TripOutcome.Replayed(_, int attempts) -> attempts - 1;
            case TripOutcome.DoneBefore _,TripOutcome.Failure _ -> 0;
        };
    }

    private static void line(StringBuilder text, String label, long count) {
        text.append("  %-18s %18s%n".formatted(label, number(count)));
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String amount(Money money) {
        return String.format(Locale.ROOT, "%,.2f %s", money.amount(), money.currency());
    }
}
