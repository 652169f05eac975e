package dev.hailstone.recommendations.internal;

/// How many rides ended somewhere, by the time of day at which they began.
record Arrivals(long morning, long midday, long evening, long night) {

    static final Arrivals NONE = new Arrivals(0, 0, 0, 0);

    long in(HourBand band) {
        return switch (band) {
            case MORNING -> morning;
            case MIDDAY -> midday;
            case EVENING -> evening;
            case NIGHT -> night;
        };
    }

    long total() {
        return morning + midday + evening + night;
    }

    Arrivals andOneIn(HourBand band) {
        return switch (band) {
            case MORNING -> new Arrivals(morning + 1, midday, evening, night);
            case MIDDAY -> new Arrivals(morning, midday + 1, evening, night);
            case EVENING -> new Arrivals(morning, midday, evening + 1, night);
            case NIGHT -> new Arrivals(morning, midday, evening, night + 1);
        };
    }
}
