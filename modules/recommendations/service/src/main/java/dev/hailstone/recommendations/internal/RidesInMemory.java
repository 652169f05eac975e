package dev.hailstone.recommendations.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.hailstone.kernel.GeoPoint;

/// Evidence that is gone when the process ends, for trying a ranking without a database.
final class RidesInMemory implements Evidence {

    private final Map<Pair, Long> rides = new TreeMap<>();
    private final Map<Cell, Long> stops = new HashMap<>();
    private final Map<Cell, Destination> destinations = new TreeMap<>();
    private Arrivals arrivals = Arrivals.NONE;

    void learn(Ride ride) {
        rides.merge(new Pair(ride.origin(), ride.destination()), 1L, Long::sum);
        stops.merge(ride.origin(), 1L, Long::sum);
        stops.merge(ride.destination(), 1L, Long::sum);
        arrivals = arrivals.andOneIn(ride.band());
        Destination first = new Destination(ride.destination(), ride.dropoff(), Arrivals.NONE.andOneIn(ride.band()));
        destinations.merge(ride.destination(), first, (known, _) -> withOneMore(known, ride));
    }

    private static Destination withOneMore(Destination known, Ride ride) {
        Arrivals more = known.arrivals().andOneIn(ride.band());
        double share = 1.0 / more.total();
        GeoPoint mean = new GeoPoint(
                known.place().latitude() + (ride.dropoff().latitude() - known.place().latitude()) * share,
                known.place().longitude() + (ride.dropoff().longitude() - known.place().longitude()) * share);
        return new Destination(known.cell(), mean, more);
    }

    @Override
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public List<CoVisit> touching(Cell place) {
        return coVisits(pair -> pair.origin().equals(place) || pair.destination().equals(place));
    }

    @Override
    public List<CoVisit> from(Collection<Cell> origins) {
        return coVisits(pair -> origins.contains(pair.origin()));
    }

    @Override
    public Map<Cell, Long> stops(Collection<Cell> places) {
        return places.stream().filter(stops::containsKey).collect(Collectors.toMap(place -> place, stops::get));
    }

    @Override
    public List<Destination> destinations(Collection<Cell> places, int popular) {
        Set<Cell> chosen = new HashSet<>(places);
        destinations.values()
                .stream()
                .sorted(Comparator.<Destination>comparingLong(it -> it.arrivals().total())
                        .reversed()
                        .thenComparing(Destination::cell))
                .limit(popular)
                .forEach(destination -> chosen.add(destination.cell()));
        return destinations.values().stream().filter(destination -> chosen.contains(destination.cell())).toList();
    }

    private List<CoVisit> coVisits(Predicate<Pair> which) {
        List<CoVisit> found = new ArrayList<>();
        rides.forEach((pair, count) -> {
            if (which.test(pair)) {
                found.add(new CoVisit(pair.origin(), pair.destination(), count));
            }
        });
        return found;
    }

    private record Pair(Cell origin, Cell destination) implements Comparable<Pair> {

        private static final Comparator<Pair> ORDER = Comparator.comparing(Pair::origin)
                .thenComparing(Pair::destination);

        @Override
        public int compareTo(Pair other) {
            return ORDER.compare(this, other);
        }
    }
}
