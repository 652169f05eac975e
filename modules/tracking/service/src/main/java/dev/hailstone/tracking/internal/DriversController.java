package dev.hailstone.tracking.internal;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.internal.GoingOffline.SignOff;
import dev.hailstone.tracking.internal.GoingOffline.SignOffOutcome;

@RestController
@RequestMapping("/api/drivers")
@Tag(name = "tracking")
final class DriversController {

    private static final int LONGEST_PAGE = 1000;

    private final ViewingDrivers viewing;
    private final GoingOffline goingOffline;

    DriversController(ViewingDrivers viewing, GoingOffline goingOffline) {
        this.viewing = viewing;
        this.goingOffline = goingOffline;
    }

    @GetMapping("/{driverId}")
    @OpenTo(value = Role.DRIVER, self = "driverId")
    @Operation(summary = "A driver: online, available, and where")
    DriverView driver(@PathVariable DriverId driverId) {
        return viewing.view(driverId).orElseThrow(() -> Problem.unknown("driver", driverId));
    }

    @GetMapping
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Drivers in the order of their ids; the next page begins after the last id of this one")
    DriverPage drivers(
            @Parameter(description = "true: only drivers who can take a trip") @RequestParam(
                    defaultValue = "false") boolean available,
            @Parameter(description = "the last id of the page before") @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new InvalidValueException("limit", "must be between 1 and %d, was %d".formatted(LONGEST_PAGE, limit));
        }
        return new DriverPage(viewing.page(available, after, limit));
    }

    @PostMapping("/{driverId}/sign-off")
    @OpenTo(value = Role.DRIVER, self = "driverId")
    @Operation(summary = "The driver wants no more trips; the next position brings them online again")
    DriverView signOff(@PathVariable DriverId driverId, IdempotencyKey key) {
        return switch (goingOffline.signOff(new SignOff(driverId), key)) {
            case SignOffOutcome.SignedOff() -> driver(driverId);
            case SignOffOutcome.UnknownDriver() -> throw Problem.unknown("driver", driverId);
            case SignOffOutcome.KeyReused() -> throw Problem.keyReused(key);
        };
    }

    /// Some drivers.
    record DriverPage(List<DriverView> drivers) {}
}
