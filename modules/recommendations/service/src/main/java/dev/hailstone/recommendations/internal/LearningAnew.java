package dev.hailstone.recommendations.internal;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Makes the model again, from the first trip on.
///
/// The model is a function of what trips has journaled: forgetting it and where the reading stood, in one transaction, is
/// all there is to do. Events then arrive again by themselves, and suggestions are poor until they have.
@Service
class LearningAnew {

    private final CoVisits coVisits;

    LearningAnew(CoVisits coVisits) {
        this.coVisits = coVisits;
    }

    @Transactional
    void begin() {
        coVisits.forget();
    }
}
