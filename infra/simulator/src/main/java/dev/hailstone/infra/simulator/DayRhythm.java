package dev.hailstone.infra.simulator;

/// How demand changes over the day: little at night, peaks when people go to work, home and out.
final class DayRhythm {

    /// By hour, in percent of the day's mean.
    private static final int[] PERCENT = {65, 45, 30, 20, 20, 35, 70, 120, 155, 135, 105, 100, 105, 105, 110, 115, 130,
            160, 175, 160, 135, 120, 110, 75};

    private DayRhythm() {}

    /// Demand at a time of day, in units of the day's mean.
    ///
    /// @param secondOfDay from 0
    static double demandAt(long secondOfDay) {
        double hour = (secondOfDay % 86_400) / 3600.0;
        int from = (int) hour;
        double share = hour - from;
        return ((1 - share) * PERCENT[from] + share * PERCENT[(from + 1) % 24]) / 100;
    }
}
