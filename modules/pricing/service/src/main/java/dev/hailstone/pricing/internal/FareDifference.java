package dev.hailstone.pricing.internal;

import java.time.Instant;
import java.util.UUID;

import dev.hailstone.kernel.Money;

/// A case in which the candidate did not say what the control said.
///
/// @param id a UUID of version 7: later ones are greater
/// @param control the calculator whose answer was used
/// @param answer what the control said
record FareDifference(UUID id, FareCase fareCase, String control, Money answer, String candidate, Verdict verdict,
        Instant foundAt) {

    /// What the candidate did instead.
    sealed interface Verdict {

        record Differed(Money answer) implements Verdict {}

        /// @param failure exception and message
        record Failed(String failure) implements Verdict {}
    }
}
