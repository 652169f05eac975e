package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.internal.FareCase.Occasion;
import dev.hailstone.pricing.internal.FareDifference.Verdict;

@RestController
@RequestMapping("/api/fare-differences")
@Tag(name = "pricing")
final class FareDifferencesController {

    private static final int LARGEST_PAGE = 200;

    private final ViewingPrices viewing;

    FareDifferencesController(ViewingPrices viewing) {
        this.viewing = viewing;
    }

    @GetMapping
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Where the candidate calculator did not say what the control said, the latest first",
            description = "For operators. The last differenceId of a page, as `before`, leads to the next page.")
    FareDifferenceList differences(@RequestParam(required = false) @Nullable UUID before,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new InvalidValueException("limit", "must be between 1 and %d, was %d".formatted(LARGEST_PAGE, limit));
        }
        return new FareDifferenceList(
                viewing.differences(before, limit).stream().map(FareDifferenceView::of).toList());
    }

    /// Differences.
    record FareDifferenceList(List<FareDifferenceView> differences) {}

    /// @param subjectId of the quote or of the trip, as the occasion says
    /// @param tariff the version
    /// @param control the calculator whose answer was used
    /// @param candidateAnswer absent if the candidate failed
    /// @param failure of the candidate
    record FareDifferenceView(UUID differenceId, Instant foundAt, Occasion occasion, UUID subjectId,
            double distanceMetres, long seconds, int tariff, BigDecimal surge, String control, Money answer,
            String candidate, @Nullable Money candidateAnswer, @Nullable String failure) {

        static FareDifferenceView of(FareDifference difference) {
            return switch (difference.verdict()) {
                case Verdict.Differed(Money answer) -> of(difference, answer, null);
                case Verdict.Failed(String failure) -> of(difference, null, failure);
            };
        }

        private static FareDifferenceView of(FareDifference difference, @Nullable Money candidateAnswer,
                @Nullable String failure) {
            FareCase fareCase = difference.fareCase();
            return new FareDifferenceView(difference.id(), difference.foundAt(), fareCase.occasion(),
                    fareCase.subject(), fareCase.ride().distanceMetres(), fareCase.ride().duration().toSeconds(),
                    fareCase.tariff().version(), fareCase.surge(), difference.control(), difference.answer(),
                    difference.candidate(), candidateAnswer, failure);
        }
    }
}
