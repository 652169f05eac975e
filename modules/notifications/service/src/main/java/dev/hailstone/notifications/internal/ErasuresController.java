package dev.hailstone.notifications.internal;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.notifications.internal.ErasingRiders.EraseRider;
import dev.hailstone.notifications.internal.ErasingRiders.Outcome;
import dev.hailstone.trips.RiderId;

@RestController
@RequestMapping("/api/notifications/erasures")
@Tag(name = "notifications")
class ErasuresController {

    private final ErasingRiders erasing;

    ErasuresController(ErasingRiders erasing) {
        this.erasing = erasing;
    }

    @PostMapping
    @OpenTo(Role.RIDER)
    @Operation(summary = "Forget a rider: messages, e-mail address and preferences",
            description = """
                    What happened until now is told no more, also when it is heard of later. What is booked in the ledger stays. \
                    The answer and its record name nobody.""")
    Erasure erase(@RequestBody EraseRider command, IdempotencyKey key, Caller caller) {
        caller.requireRider(command.riderId());
        return switch (erasing.erase(command, key)) {
            case Outcome.Erased(Erasure erasure) -> erasure;
            case Outcome.KeyReused _ -> throw Problem.keyReused(key);
        };
    }

    @GetMapping
    @OpenTo(value = Role.RIDER, self = "riderId")
    @Operation(summary = "Whether and when a rider was forgotten",
            description = "Nothing, or one record: of the last time, and with all that was ever erased.")
    List<Erasure> list(@RequestParam RiderId riderId) {
        return erasing.of(riderId).stream().toList();
    }
}
