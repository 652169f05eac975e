package dev.hailstone.ledger.internal;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Gives committed transactions their positions, and brings them into the read models in that order.
@Component
class Bookkeeper {

    private final ReadModels readModels;

    Bookkeeper(ReadModels readModels) {
        this.readModels = readModels;
    }

    /// One round: everything that was committed when it begins. There is one bookkeeper at a time, also among processes.
    ///
    /// @return the last position
    @Transactional
    long post() {
        Head head = readModels.takePen();
        return readModels.post(head);
    }
}
