package dev.hailstone.tracking.internal;

import dev.hailstone.tracking.DriverId;

/// An online driver in the memory of this process.
///
/// They are in the index exactly while they are available. Once *retired* they are nowhere any more: a position that comes
/// later begins anew.
final class TrackedDriver {

    private final SpatialIndex index;
    private final SpatialIndex.Spot spot;
    private volatile Sighting sighting;
    private Availability availability;
    private boolean retired;
    private boolean unwritten;

    /// @param availability online
    TrackedDriver(SpatialIndex index, Availability availability, Sighting sighting) {
        this.index = index;
        this.spot = new SpatialIndex.Spot(availability.driver());
        this.sighting = sighting;
        this.availability = availability;
        if (availability.available()) {
            index.add(spot, sighting.position());
        }
    }

    DriverId id() {
        return spot.driver;
    }

    Sighting sighting() {
        return sighting;
    }

    /// Takes the sighting unless a later one is known.
    ///
    /// @return false if the driver has been retired
    synchronized boolean see(Sighting next) {
        if (retired) {
            return false;
        }
        if (next.at().isBefore(sighting.at())) {
            return true;
        }
        sighting = next;
        if (availability.available()) {
            index.move(spot, next.position().latitude(), next.position().longitude());
        }
        return true;
    }

    /// Takes what a transaction has left, unless that of a later one is known.
    ///
    /// @return false if the driver is offline and has been retired
    synchronized boolean become(Availability next) {
        if (retired || next.version() <= availability.version()) {
            return !retired;
        }
        if (next.available() && !availability.available()) {
            index.add(spot, sighting.position());
        } else if (!next.available() && availability.available()) {
            index.remove(spot);
        }
        availability = next;
        retired = !next.online();
        return !retired;
    }

    /// @return false if the driver was marked already
    synchronized boolean markUnwritten() {
        boolean first = !unwritten;
        unwritten = true;
        return first;
    }

    synchronized void unmark() {
        unwritten = false;
    }
}
