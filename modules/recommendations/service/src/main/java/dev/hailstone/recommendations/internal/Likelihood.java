package dev.hailstone.recommendations.internal;

/// How likely a rider wants to go to a destination, judged by what earlier riders did.
///
/// Three views of the same question, from wide to narrow, each smoothed by the wider one (a Dirichlet prior):
/// ```
/// anywhere      p₀ = arrivals here / all arrivals
/// from here     p₁ = (rides + 5 · p₀) / (all rides from here + 5)
/// at this time  p₂ = (rides in band + 5 · p₁) / (all rides from here in band + 5)
/// ```
/// Where nothing is known of the origin, the last is the popularity; where much is known, it is the plain frequency.
/// Over all destinations the likelihoods sum to one.
final class Likelihood {

    /// How many rides the wider view is worth.
    private static final double PRIOR = 5;

    private final long arrivals;
    private final long rides;
    private final long ridesInBand;

    Likelihood(Evidence evidence) {
        this.arrivals = evidence.arrivals();
        this.rides = evidence.rides();
        this.ridesInBand = evidence.ridesInBand();
    }

    /// @param destination one of the evidence
    double of(Destination destination) {
        double anywhere = (double) destination.arrivals() / arrivals;
        double fromHere = smoothed(destination.rides(), rides, anywhere);
        return smoothed(destination.ridesInBand(), ridesInBand, fromHere);
    }

    private static double smoothed(long count, long total, double prior) {
        return (count + PRIOR * prior) / (total + PRIOR);
    }
}
