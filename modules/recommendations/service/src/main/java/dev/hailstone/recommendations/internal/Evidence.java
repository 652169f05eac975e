package dev.hailstone.recommendations.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What rides have taught, as far as a [Ranking] asks for it.
///
/// The service keeps it in the database ([CoVisits]), the evaluation in memory ([RidesInMemory]). Both count the same.
interface Evidence {

    /// Everywhere, from anywhere.
    Arrivals arrivals();

    /// The co-visits that begin or end at a place. A ride from a place to itself is in one of them, as any other.
    List<CoVisit> touching(Cell place);

    /// The co-visits that begin at one of these places.
    List<CoVisit> from(Collection<Cell> origins);

    /// How many rides began at a place plus how many ended there; nothing for a place that no ride has touched.
    Map<Cell, Long> stops(Collection<Cell> places);

    /// The places among these where rides ended, and the most popular ones of all, each once.
    ///
    /// @param popular how many of the latter. Where several are equally popular, the smaller cells, in the order of
    ///        their notation, are taken
    List<Destination> destinations(Collection<Cell> places, int popular);
}
