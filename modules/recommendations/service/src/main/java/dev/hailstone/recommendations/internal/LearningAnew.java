package dev.hailstone.recommendations.internal;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.messaging.HearingAnew;

/// Makes the model again, from the first trip on.
///
/// The model is a function of what trips has journaled: forgetting it and where the reading stood, in one transaction, is
/// all there is to do. Events then arrive again by themselves, and suggestions are poor until they have.
@Service
class LearningAnew {

    private final CoVisits coVisits;
    private final HearingAnew hearingAnew;

    LearningAnew(CoVisits coVisits, HearingAnew hearingAnew) {
        this.coVisits = coVisits;
        this.hearingAnew = hearingAnew;
    }

    @Transactional
    void begin() {
        hearingAnew.of("recommendations", "trips");
        coVisits.forget();
    }
}
