package dev.hailstone.tracking.internal;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;

/// An online driver in the memory of this process.
///
/// They are in the index exactly while they are available. Once *retired* they are nowhere any more: a position that comes
/// later begins anew.
///
/// What a position reads and changes is in this one object, unless the driver leaves their cell: most of what it costs is waiting
/// for memory.
final class TrackedDriver extends SpatialIndex.Spot {

    private final SpatialIndex index;
    /// Since the epoch.
    private long seenAtNanos;
    /// Of the driver's availability.
    private long version;
    private boolean available;
    private boolean retired;
    private boolean unwritten;

    /// @param availability online
    TrackedDriver(SpatialIndex index, Availability availability, Sighting sighting) {
        super(availability.driver());
        this.index = index;
        this.seenAtNanos = nanos(sighting.at());
        this.version = availability.version();
        this.available = availability.available();
        GeoPoint position = sighting.position();
        if (available) {
            index.add(this, position);
        } else {
            place(position.latitude(), position.longitude());
        }
    }

    DriverId id() {
        return driver;
    }

    synchronized Sighting sighting() {
        return new Sighting(position(), Instant.ofEpochSecond(0, seenAtNanos));
    }

    synchronized boolean unseenSince(Instant cutoff) {
        return seenAtNanos < nanos(cutoff);
    }

    /// Takes what was seen here, to be written, whatever the time: clocks are set back.
    synchronized Seen see(GeoPoint position, Instant at) {
        if (retired) {
            return Seen.RETIRED;
        }
        take(position, nanos(at));
        if (unwritten) {
            return Seen.UNWRITTEN;
        }
        unwritten = true;
        return Seen.NEWLY_UNWRITTEN;
    }

    /// Takes what another process has seen and written, unless the same or something later is known.
    synchronized void follow(GeoPoint position, Instant at) {
        long nanos = nanos(at);
        if (!retired && nanos > seenAtNanos) {
            take(position, nanos);
        }
    }

    private void take(GeoPoint position, long nanos) {
        seenAtNanos = nanos;
        if (available) {
            index.move(this, position.latitude(), position.longitude());
        } else {
            place(position.latitude(), position.longitude());
        }
    }

    private static long nanos(Instant at) {
        return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    }

    /// Takes what a transaction has left, unless that of a later one is known.
    ///
    /// @return false if the driver is offline and has been retired
    synchronized boolean become(Availability next) {
        if (retired || next.version() <= version) {
            return !retired;
        }
        if (next.available() && !available) {
            index.add(this, position());
        } else if (!next.available() && available) {
            index.remove(this);
        }
        version = next.version();
        available = next.available();
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

    /// What became of a position.
    enum Seen {
        /// Not taken.
        RETIRED,
        /// An earlier one waits to be written, and is replaced by it.
        UNWRITTEN,
        /// It is the first one that waits to be written.
        NEWLY_UNWRITTEN
    }
}
