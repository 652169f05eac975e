package dev.hailstone.pricing.internal;

import dev.hailstone.kernel.Money;

/// A way to compute what a ride costs.
///
/// One of them, the *control*, answers riders. Another one, the *candidate*, may run beside it, so that its answers can be
/// compared before anybody trusts it; it may then be slow, or fail. Configuration says which is which.
interface FareCalculator {

    /// By which configuration knows it.
    String name();

    Money price(FareCase fareCase);
}
