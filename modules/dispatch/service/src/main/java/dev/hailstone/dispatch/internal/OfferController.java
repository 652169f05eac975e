package dev.hailstone.dispatch.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.dispatch.internal.AnsweringOffers.Answer;
import dev.hailstone.dispatch.internal.TakingOffers.DriverOffers;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Offers over HTTP, for the driver who is named in the path. What is put here may be put again, so it needs no key.
@RestController
@RequestMapping("/api/offers/{driverId}")
@Tag(name = "dispatch")
class OfferController {

    private final TakingOffers taking;
    private final AnsweringOffers answering;

    OfferController(TakingOffers taking, AnsweringOffers answering) {
        this.taking = taking;
        this.answering = answering;
    }

    @GetMapping
    @OpenTo(value = Role.DRIVER, self = "driverId")
    @Operation(summary = "What a driver is offered now, and whether they are asked at all")
    DriverOffers offers(@PathVariable DriverId driverId) {
        return taking.of(driverId);
    }

    @PutMapping
    @OpenTo(value = Role.DRIVER, self = "driverId")
    @Operation(summary = "Choose whether trips are given to the driver without asking",
            description = """
                    With autoAccept true the nearest driver has the trip at once; with false they are offered it, and somebody \
                    else is when they refuse or let the offer expire. The choice stays until the driver makes another one.""")
    DriverOffers choose(@PathVariable DriverId driverId, @RequestBody Choice choice) {
        return taking.choose(driverId, choice.autoAccept());
    }

    @PutMapping("/{tripId}")
    @OpenTo(value = Role.DRIVER, self = "driverId")
    @Operation(summary = "Accept or refuse an offered trip",
            description = """
                    A trip that is not offered to the driver, or no longer, is refused with the problem offer-closed. Whoever has \
                    refused or not answered is not offered the same trip again.""")
    OfferAnswer answer(@PathVariable DriverId driverId, @PathVariable TripId tripId, @RequestBody AnswerOffer command) {
        return switch (answering.answer(tripId, driverId, command.answer())) {
            case ANSWERED -> new OfferAnswer(tripId, driverId, command.answer());
            case CLOSED -> throw Problem.of(HttpStatus.CONFLICT, "offer-closed",
                    "trip %s is not offered to driver %s, or no longer".formatted(tripId, driverId));
            case UNKNOWN_TRIP -> throw Problem.unknown("offer", tripId);
        };
    }

    /// How a driver wants to take offers.
    record Choice(boolean autoAccept) {}

    /// What a driver says to an offer.
    record AnswerOffer(Answer answer) {}

    /// An answer that counts.
    record OfferAnswer(TripId tripId, DriverId driverId, Answer answer) {}
}
