package dev.hailstone.infra.bench;

import java.util.Locale;

/// A bound that a figure shall keep.
record Goal(Direction direction, double bound) {

    static Goal atLeast(double bound) {
        return new Goal(Direction.AT_LEAST, bound);
    }

    static Goal atMost(double bound) {
        return new Goal(Direction.AT_MOST, bound);
    }

    Verdict judge(double figure) {
        boolean met = switch (direction) {
            case AT_LEAST -> figure >= bound;
            case AT_MOST -> figure <= bound;
        };
        return met ? Verdict.MET : Verdict.NOT_MET;
    }

    @Override
    public String toString() {
        String sign = switch (direction) {
            case AT_LEAST -> "≥";
            case AT_MOST -> "≤";
        };
        return String.format(Locale.ROOT, "%s %.1f", sign, bound);
    }

    enum Direction {
        AT_LEAST, AT_MOST
    }
}
