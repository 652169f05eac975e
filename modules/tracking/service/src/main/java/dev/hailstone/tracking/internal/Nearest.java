package dev.hailstone.tracking.internal;

import java.util.ArrayList;
import java.util.List;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;

/// The best answers of a search so far, nearest first; drivers at equal distance in the order of their ids.
final class Nearest {

    private final Sighting centre;
    private final int limit;
    private final ArrayList<Candidate> candidates;
    private double bound;

    Nearest(Sighting centre, int limit) {
        this.centre = centre;
        this.limit = limit;
        this.candidates = new ArrayList<>(limit + 1);
    }

    GeoPoint centre() {
        return centre.position();
    }

    /// Forgets all candidates, and will take those within an angle of the centre.
    void restart(double angle) {
        double halfChord = Math.sin(angle / 2);
        bound = 4 * halfChord * halfChord;
        candidates.clear();
    }

    void offer(SpatialIndex.Spot spot) {
        Sighting sighting = spot.sighting();
        double squaredChord = centre.squaredChordTo(sighting);
        if (squaredChord > bound) {
            return;
        }
        int place = candidates.size();
        while (place > 0 && candidates.get(place - 1).isBehind(squaredChord, spot.driver)) {
            place--;
        }
        if (place == limit) {
            return;
        }
        candidates.add(place, new Candidate(spot.driver, sighting.position(), squaredChord));
        if (candidates.size() > limit) {
            candidates.removeLast();
        }
        if (isFull()) {
            bound = candidates.getLast().squaredChord();
        }
    }

    boolean isFull() {
        return candidates.size() == limit;
    }

    List<NearbyDriver> drivers() {
        return candidates.stream()
                .map(candidate -> new NearbyDriver(candidate.driver(), candidate.position(),
                        centre().distanceTo(candidate.position())))
                .toList();
    }

    private record Candidate(DriverId driver, GeoPoint position, double squaredChord) {

        boolean isBehind(double otherSquaredChord, DriverId other) {
            return squaredChord > otherSquaredChord
                    || (squaredChord == otherSquaredChord && driver.value().compareTo(other.value()) > 0);
        }
    }
}
