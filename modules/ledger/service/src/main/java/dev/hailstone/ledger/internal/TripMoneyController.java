package dev.hailstone.ledger.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.ChargingTrips.CaptureHold;
import dev.hailstone.ledger.internal.ChargingTrips.ChargeFare;
import dev.hailstone.ledger.internal.HoldingFares.PlaceHold;
import dev.hailstone.ledger.internal.RefundingFares.RefundFare;
import dev.hailstone.ledger.internal.ReleasingHolds.ReleaseHold;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// What operators do by hand that otherwise trips cause by their events.
@RestController
@RequestMapping("/api/accounts/trips/{tripId}")
@Tag(name = "ledger")
class TripMoneyController {

    private final Accounts accounts;
    private final HoldingFares holdingFares;
    private final ReleasingHolds releasingHolds;
    private final ChargingTrips chargingTrips;
    private final RefundingFares refundingFares;
    private final LedgerProperties properties;

    TripMoneyController(Accounts accounts, HoldingFares holdingFares, ReleasingHolds releasingHolds,
            ChargingTrips chargingTrips, RefundingFares refundingFares,
            LedgerProperties properties) {
        this.accounts = accounts;
        this.holdingFares = holdingFares;
        this.releasingHolds = releasingHolds;
        this.chargingTrips = chargingTrips;
        this.refundingFares = refundingFares;
        this.properties = properties;
    }

    @GetMapping
    @OpenTo(Role.RIDER)
    @Operation(summary = "What has become of a trip's money")
    TripMoney ofTrip(@PathVariable TripId tripId, Caller caller) {
        TripMoney money = accounts.ofTrip(tripId);
        caller.requireRider(money.riderId());
        return money;
    }

    @PostMapping("/hold")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Set an amount aside",
            description = "Refused with 409 if the rider's account does not cover it.")
    TripMoney place(@PathVariable TripId tripId, IdempotencyKey key, @RequestBody Hold hold) {
        properties.requireUsual("amount.amount", hold.amount);
        return answer(key, holdingFares.place(new PlaceHold(tripId, hold.riderId, hold.amount), key));
    }

    @PostMapping("/hold/capture")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Charge the rider of whom something is held", description = """
            The fare may be more or less than the hold, which is free again afterwards. Everybody gets their share.""")
    TripMoney capture(@PathVariable TripId tripId, IdempotencyKey key, @RequestBody Capture capture) {
        properties.requireUsual("fare", capture.fare.total());
        return answer(key, chargingTrips.capture(new CaptureHold(tripId, capture.driverId, capture.fare), key));
    }

    @PostMapping("/hold/release")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Free what is set aside")
    TripMoney release(@PathVariable TripId tripId, IdempotencyKey key) {
        return answer(key, releasingHolds.release(new ReleaseHold(tripId), key));
    }

    @PostMapping("/charge")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Charge a rider, with or without a hold, also anew after a charge was undone")
    TripMoney charge(@PathVariable TripId tripId, IdempotencyKey key, @RequestBody Charge charge) {
        properties.requireUsual("fare", charge.fare.total());
        return answer(key, chargingTrips.charge(new ChargeFare(tripId, charge.riderId, charge.driverId,
                charge.fare), key));
    }

    @PostMapping("/refunds")
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Give a fare back, or a part of it",
            description = """
                    Without an amount, all that is left. Driver, platform and surcharges give back their part of what they still have,
                    to the cent.""")
    TripMoney refund(@PathVariable TripId tripId, IdempotencyKey key, @RequestBody Refund refund) {
        return answer(key, refundingFares.refund(new RefundFare(tripId, refund.amount), key));
    }

    private static TripMoney answer(IdempotencyKey key, Commanded commanded) {
        return switch (commanded) {
            case Commanded.Done(TripMoney money) -> money;
            case Commanded.NotCovered(Money available) -> throw Problem
                    .of(HttpStatus.CONFLICT, "insufficient-balance", "the account covers %s".formatted(available))
                    .with("available", available);
            case Commanded.WrongState(TripMoney money) -> throw Problem.wrongState(
                    "the money of trip %s is %s".formatted(money.tripId(), money.state()));
            case Commanded.TooMuch(Money left) -> throw Problem
                    .of(HttpStatus.CONFLICT, "refund-too-large", "%s of the fare can be given back".formatted(left))
                    .with("left", left);
            case Commanded.KeyReused _ -> throw Problem.keyReused(key);
        };
    }

    /// What is to be set aside, and of whom.
    record Hold(RiderId riderId, Money amount) {

        Hold {
            requirePositive(amount);
        }
    }

    /// Who drove, and for how much.
    record Capture(DriverId driverId, Fare fare) {}

    /// Who was driven by whom, and for how much.
    record Charge(RiderId riderId, DriverId driverId, Fare fare) {}

    /// @param amount null for all that is left
    record Refund(@Nullable Money amount) {

        Refund {
            if (amount != null) {
                requirePositive(amount);
            }
        }
    }

    private static void requirePositive(Money amount) {
        if (!amount.isPositive()) {
            throw new InvalidValueException("amount.amount",
                    "must be positive, was " + amount.amount().toPlainString());
        }
    }
}
