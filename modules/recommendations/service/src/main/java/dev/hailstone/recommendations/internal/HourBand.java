package dev.hailstone.recommendations.internal;

/// A part of the day in which riders want similar things; by the clock on the wall, not UTC.
enum HourBand {

    /// From 6:00.
    MORNING,
    /// From 11:00.
    MIDDAY,
    /// From 16:00.
    EVENING,
    /// From 22:00.
    NIGHT;

    /// @param hour 0 to 23
    static HourBand of(int hour) {
        if (hour < 6) {
            return NIGHT;
        }
        if (hour < 11) {
            return MORNING;
        }
        if (hour < 16) {
            return MIDDAY;
        }
        return hour < 22 ? EVENING : NIGHT;
    }
}
