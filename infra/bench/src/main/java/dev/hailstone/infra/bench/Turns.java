package dev.hailstone.infra.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.hailstone.infra.bench.Comparison.Pair;

/// Measures two sides in turn, A B B A, so that whatever drifts does so for both.
final class Turns {

    private Turns() {}

    static List<Pair> take(int rounds, Measurement subject, Measurement baseline) throws IOException, SQLException {
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                double first = subject.take();
                pairs.add(new Pair(first, baseline.take()));
            } else {
                double first = baseline.take();
                pairs.add(new Pair(subject.take(), first));
            }
        }
        return pairs;
    }

    interface Measurement {

        double take() throws IOException, SQLException;
    }
}
