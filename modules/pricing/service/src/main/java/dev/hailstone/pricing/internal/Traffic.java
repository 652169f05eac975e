package dev.hailstone.pricing.internal;

/// What happened in a cell during some time.
///
/// @param requests trips that riders asked for
/// @param drivers who came online or became free, less those who went offline
record Traffic(long requests, long drivers) {

    static final Traffic NONE = new Traffic(0, 0);
    static final Traffic REQUEST = new Traffic(1, 0);
    static final Traffic DRIVER = new Traffic(0, 1);
    static final Traffic DRIVER_LESS = new Traffic(0, -1);

    Traffic plus(Traffic other) {
        return new Traffic(requests + other.requests, drivers + other.drivers);
    }
}
