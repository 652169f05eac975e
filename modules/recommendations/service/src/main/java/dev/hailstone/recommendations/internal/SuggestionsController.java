package dev.hailstone.recommendations.internal;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.recommendations.DestinationSuggestions;
import dev.hailstone.recommendations.SuggestedDestination;

@RestController
@Tag(name = "recommendations", description = "Where a rider may want to go.")
class SuggestionsController implements DestinationSuggestions {

    private static final int MOST = 50;

    private final SuggestingDestinations suggesting;
    private final LearningAnew learningAnew;

    SuggestionsController(SuggestingDestinations suggesting, LearningAnew learningAnew) {
        this.suggesting = suggesting;
        this.learningAnew = learningAnew;
    }

    @Override
    @OpenTo({Role.RIDER, Role.MODULE})
    @Operation(summary = "Suggest destinations to a rider who stands at a place, best first")
    public List<SuggestedDestination> suggest(double latitude, double longitude, int hour, int limit) {
        GeoPoint standing = new GeoPoint(latitude, longitude);
        return suggesting.suggest(standing, within("hour", hour, 0, 23), within("limit", limit, 1, MOST));
    }

    @GetMapping("/model")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Tell how far the model has learned")
    LearnedModel model() {
        return suggesting.model();
    }

    @PostMapping("/model/rebuild")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Forget the model and learn it anew from the first trip on",
            description = """
                    For operators. It states no new fact, so it needs no idempotency key. All trips are heard again, which may take
                    a while and begins within some ten seconds; the model tells how far it has come. Where trips' journal no longer
                    begins at its beginning, the subscription stops instead and /actuator/hailstone says so.""")
    LearnedModel rebuild() {
        learningAnew.begin();
        return suggesting.model();
    }

    private static int within(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidValueException(field, "must be between %d and %d, was %d".formatted(least, most, value));
        }
        return value;
    }
}
