package dev.hailstone.recommendations.internal;

import java.io.IOException;
import java.nio.file.Path;

/// The command that evaluates the suggestions on recorded trips; the module's README says how to run it.
///
/// It runs the module's own [Ranking], in a process of its own and without a database.
final class EvaluatingSuggestions {

    private static final String RECORDED = "../shared/data/nyc-taxi/";

    private EvaluatingSuggestions() {}

    /// @param arguments the files of trips and zones; without them, the recorded trips beside the repository
    public static void main(String[] arguments) {
        if (arguments.length != 0 && arguments.length != 2) {
            System.err.println("usage: [<trips.csv> <zones.csv>]");
            System.exit(2);
        }
        Path trips = Path.of(arguments.length == 0 ? RECORDED + "trips.csv" : arguments[0]);
        Path zones = Path.of(arguments.length == 0 ? RECORDED + "zones.csv" : arguments[1]);
        try {
            RecordedRides recorded = RecordedRides.read(trips, zones);
            Evaluation evaluation = Evaluation.of(recorded.rides());
            IO.println("%,d rides; %,d rows without a known zone left out.".formatted(recorded.rides().size(),
                    recorded.rejected()));
            IO.print(evaluation.text());
            System.exit(evaluation.beatsBoth() ? 0 : 1);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("The evaluation needs recorded trips: " + e.getMessage());
            System.exit(2);
        }
    }
}
