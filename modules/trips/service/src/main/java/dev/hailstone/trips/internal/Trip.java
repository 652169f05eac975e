package dev.hailstone.trips.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteDecision.Terms;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.PickupApproached;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;
import dev.hailstone.trips.TripStarted;
import dev.hailstone.trips.UnassignmentReason;
import dev.hailstone.trips.internal.TripState.Arrived;
import dev.hailstone.trips.internal.TripState.Assigned;
import dev.hailstone.trips.internal.TripState.Cancelled;
import dev.hailstone.trips.internal.TripState.Completed;
import dev.hailstone.trips.internal.TripState.InProgress;
import dev.hailstone.trips.internal.TripState.Requested;
import dev.hailstone.trips.internal.TripState.Scheduled;

/// A rider's wish to be driven, and what became of it.
///
/// A trip is *requested*, perhaps after it was *scheduled* for later, then *assigned* to a driver, who may report to have
/// *arrived*; it is *in progress* while the rider is on board and ends *completed*. Until the rider is on board it may be
/// *cancelled* instead. It goes back only if it loses its driver before the ride: then it waits for another one.
///
/// In each state but the last two it is [due][#fallDue] at some time: if nobody has moved it on by then, it goes on by
/// itself, so every trip ends.
@Entity
@Table(schema = "trips")
class Trip implements Persistable<TripId> {

    /// How often a booked trip looks whether its rider is free.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id")) private TripId id;

    @Version private @Nullable Integer version;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "rider_id")) private RiderId rider;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "quote_id")) private QuoteId quote;

    @Embedded
    @AttributeOverride(name = "latitude", column = @Column(name = "pickup_latitude"))
    @AttributeOverride(name = "longitude", column = @Column(name = "pickup_longitude")) private GeoPoint pickup;

    @Embedded
    @AttributeOverride(name = "latitude", column = @Column(name = "dropoff_latitude"))
    @AttributeOverride(name = "longitude", column = @Column(name = "dropoff_longitude")) private GeoPoint dropoff;

    @Embedded
    @AttributeOverride(name = "amount", column = @Column(name = "quoted_fare"))
    @AttributeOverride(name = "currency", column = @Column(name = "currency")) private Money quotedFare;

    private Instant requestedAt;

    private @Nullable Instant pickupAt;

    private boolean reminded;

    private @Nullable Instant fareHeldAt;

    private @Nullable Instant dueAt;

    private int driversLost;

    @Enumerated(EnumType.STRING) private Phase phase;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "driver_id")) private @Nullable DriverId driver;

    private @Nullable Instant assignedAt;

    private @Nullable Instant assignmentHeardAt;

    private @Nullable Instant arrivedAt;

    private @Nullable Instant startedAt;

    private @Nullable Instant endedAt;

    @Embedded
    @AttributeOverride(name = "latitude", column = @Column(name = "end_latitude"))
    @AttributeOverride(name = "longitude", column = @Column(name = "end_longitude")) private @Nullable GeoPoint end;

    private @Nullable Double distanceMetres;

    @Embedded
    @AttributeOverride(name = "ride", column = @Column(name = "fare_ride"))
    @AttributeOverride(name = "tip", column = @Column(name = "fare_tip"))
    @AttributeOverride(name = "tolls", column = @Column(name = "fare_tolls"))
    @AttributeOverride(name = "surcharges",
            column = @Column(name = "fare_surcharges")) private @Nullable FareParts fare;

    @Enumerated(EnumType.STRING) private @Nullable CancellationReason cancellationReason;

    private @Nullable BigDecimal cancellationFee;

    /// For the persistence provider alone.
    @SuppressWarnings("NullAway.Init")
    protected Trip() {}

    /// A trip on the terms of an accepted quote.
    ///
    /// @param pickupAt when a rider who books ahead wants to be picked up; null for at once
    Trip(TripId id, RiderId rider, QuoteId quote, Terms terms, @Nullable Instant pickupAt, Instant requestedAt,
            TripsSettings rules) {
        this.id = id;
        this.rider = rider;
        this.quote = quote;
        this.pickup = terms.pickup();
        this.dropoff = terms.dropoff();
        this.quotedFare = terms.price();
        this.requestedAt = requestedAt;
        this.pickupAt = pickupAt;
        if (pickupAt == null) {
            this.phase = Phase.REQUESTED;
            this.dueAt = requestedAt.plus(rules.limits().driverFoundWithin());
        } else {
            this.phase = Phase.SCHEDULED;
            this.dueAt = pickupAt.minus(rules.booking().remindBefore());
        }
    }

    /// What tells the others that this trip is wanted: at once, or since its time is near.
    TripRequested requested(Instant at) {
        return new TripRequested(id, rider, pickup, dropoff, quotedFare, pickupAt, at);
    }

    /// Notes that the fare is set aside, so that a trip that waits shows what it is waiting for.
    void fareHeld(Instant at) {
        fareHeldAt = at;
    }

    /// Gives the trip its driver. A trip that is no longer waiting for one stays as it is: dispatch hears of its end, too,
    /// and frees the driver.
    ///
    /// @return whether it was waiting
    boolean assign(DriverId found, Instant at, Instant now, TripsSettings rules) {
        if (state() instanceof Requested) {
            become(new Assigned(found, at, now), wanted(now).plus(rules.limits().driverComesWithin()));
            return true;
        }
        return false;
    }

    Transition arrive(Instant at, TripsSettings rules) {
        return switch (state()) {
            case Assigned(DriverId assigned, _, _) -> become(new Arrived(assigned, at),
                    wanted(at).plus(rules.limits().riderComesWithin()), new DriverArrived(id, rider, assigned, at));
            case Scheduled _,Requested _,Arrived _,InProgress _,Completed _,Cancelled _ ->
                new Transition.Refused(phase);
        };
    }

    Transition start(Instant at, TripsSettings rules) {
        return switch (state()) {
            case Assigned(DriverId assigned, _, _) -> start(assigned, at, rules);
            case Arrived(DriverId arrived, _) -> start(arrived, at, rules);
            case Scheduled _,Requested _,InProgress _,Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    private Transition start(DriverId driving, Instant at, TripsSettings rules) {
        return become(new InProgress(driving, at), at.plus(rules.limits().rideEndsWithin()),
                new TripStarted(id, rider, driving, at));
    }

    Transition complete(Ride ride) {
        return switch (state()) {
            case InProgress(DriverId driving, _) -> become(new Completed(driving, ride), null,
                    new TripCompleted(id, rider, driving, pickup, ride.dropoff(), ride.fare(), ride.distanceMetres(),
                            requestedAt, ride.startedAt(), ride.endedAt()));
            case Scheduled _,Requested _,Assigned _,Arrived _,Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    /// Ends the trip before it begins, as its rider wishes. It is free before a driver is assigned and for a while after;
    /// then, or once the driver waits at the pickup, it costs a fee. News that come late take nothing from that while.
    Transition cancelByRider(Instant at, TripsSettings rules) {
        return switch (state()) {
            case Scheduled _,Requested _ -> cancel(null, CancellationReason.RIDER_CANCELLED, null, at);
            case Assigned(DriverId assigned, _, Instant heardAt) -> cancel(assigned, CancellationReason.RIDER_CANCELLED,
                    at.isBefore(heardAt.plus(rules.cancellation().freeFor())) ? null : fee(rules), at);
            case Arrived(DriverId arrived, _) ->
                cancel(arrived, CancellationReason.RIDER_CANCELLED, fee(rules), at);
            case InProgress _,Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    /// Ends a trip that has no driver, for want of one or of money.
    Transition cancel(CancellationReason reason, Instant at) {
        return switch (state()) {
            case Scheduled _,Requested _ -> cancel(null, reason, null, at);
            case Assigned _,Arrived _,InProgress _,Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    private Transition cancel(@Nullable DriverId freed, CancellationReason reason, @Nullable Money fee, Instant at) {
        cancellationFee = fee == null ? null : fee.amount();
        return become(new Cancelled(freed, reason, at), null, new TripCancelled(id, rider, freed, reason, fee, at));
    }

    private @Nullable Money fee(TripsSettings rules) {
        Money fee = quotedFare.times(rules.cancellation().feeShare());
        return fee.isZero() ? null : fee;
    }

    /// Takes the trip from its driver before the ride; another one will be searched, unless it has lost too many.
    Transition unassign(UnassignmentReason reason, Instant at, TripsSettings rules) {
        return switch (state()) {
            case Assigned(DriverId assigned, _, _) -> unassign(assigned, reason, at, rules);
            case Arrived(DriverId arrived, _) -> unassign(arrived, reason, at, rules);
            case Scheduled _,Requested _,InProgress _,Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    private Transition unassign(DriverId lost, UnassignmentReason reason, Instant at, TripsSettings rules) {
        driversLost++;
        return driversLost < rules.limits().mostDrivers()
                ? become(new Requested(), wanted(at).plus(rules.limits().driverFoundWithin()),
                        new DriverUnassigned(id, rider, lost, reason, at))
                : cancel(lost, CancellationReason.NO_DRIVER_FOUND, null, at);
    }

    /// The driver has gone silent. Before the ride the trip loses them. A ride goes on, for phones do die, but not for long.
    ///
    /// @param silentAt an assignment of later is not concerned
    Transition loseSight(Instant silentAt, Instant now, TripsSettings rules) {
        return switch (state()) {
            case Assigned(_, Instant since, _) when silentAt.isAfter(since) ->
                unassign(UnassignmentReason.DRIVER_SILENT, now, rules);
            case Arrived(_, Instant since) when silentAt.isAfter(since) ->
                unassign(UnassignmentReason.DRIVER_SILENT, now, rules);
            case InProgress(_, Instant since) when silentAt.isAfter(since) -> {
                Instant limit = now.plus(rules.limits().silentRideEndsWithin());
                dueAt = limit.isBefore(known(dueAt)) ? limit : dueAt;
                yield new Transition.Refused(phase);
            }
            case Scheduled _,Requested _,Assigned _,Arrived _,InProgress _,Completed _,Cancelled _ ->
                new Transition.Refused(phase);
        };
    }

    /// The driver is back: a ride has its whole time again.
    void regainSight(TripsSettings rules) {
        if (state() instanceof InProgress(_, Instant since)) {
            dueAt = since.plus(rules.limits().rideEndsWithin());
        }
    }

    /// Goes on by itself, if it is time.
    ///
    /// @return refused if it is not
    Transition fallDue(Instant now, TripsSettings rules) {
        return dueAt == null || now.isBefore(dueAt) ? new Transition.Refused(phase) : switch (state()) {
            case Scheduled(Instant pickupTime, _) when !now.isBefore(
                    pickupTime.plus(rules.limits().driverFoundWithin())) ->
                cancel(CancellationReason.NO_DRIVER_FOUND, now);
            case Scheduled(Instant pickupTime, boolean told) -> told
                    ? become(new Requested(), wanted(now).plus(rules.limits().driverFoundWithin()),
                            requested(now))
                    : become(new Scheduled(pickupTime, true), pickupTime.minus(rules.booking().searchBefore()),
                            new PickupApproached(id, rider, pickupTime, now));
            case Requested _ -> cancel(CancellationReason.NO_DRIVER_FOUND, now);
            case Assigned(DriverId assigned, _, _) -> unassign(assigned, UnassignmentReason.PICKUP_OVERDUE, now, rules);
            case Arrived(DriverId arrived, _) -> cancel(arrived, CancellationReason.RIDER_NOT_THERE, fee(rules), now);
            case InProgress(_, Instant since) ->
                complete(new Ride(dropoff, pickup.distanceTo(dropoff), since, now, Fare.of(quotedFare)));
            case Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    /// Whether it is time to search a driver for a trip that was booked ahead.
    boolean isDueForASearch(Instant now) {
        return phase == Phase.SCHEDULED && reminded && !now.isBefore(known(dueAt));
    }

    /// Looks again later whether the rider of a booked trip is free, or gives it up if they are not in time.
    Transition waitForRider(Instant now) {
        if (!(state() instanceof Scheduled(Instant pickupTime, _))) {
            return new Transition.Refused(phase);
        }
        if (!now.isBefore(pickupTime)) {
            return cancel(CancellationReason.RIDER_ON_ANOTHER_TRIP, now);
        }
        Instant next = now.plus(LOOK_AGAIN);
        dueAt = next.isBefore(pickupTime) ? next : pickupTime;
        return new Transition.Refused(phase);
    }

    /// Who has booked ahead waits only from then on, however early a driver was found.
    private Instant wanted(Instant now) {
        return pickupAt != null && pickupAt.isAfter(now) ? pickupAt : now;
    }

    /// Where the trip stands, read from its columns.
    TripState state() {
        return switch (phase) {
            case SCHEDULED -> new Scheduled(known(pickupAt), reminded);
            case REQUESTED -> new Requested();
            case ASSIGNED -> new Assigned(known(driver), known(assignedAt),
                    Objects.requireNonNullElse(assignmentHeardAt, known(assignedAt)));
            case ARRIVED -> new Arrived(known(driver), known(arrivedAt));
            case IN_PROGRESS -> new InProgress(known(driver), known(startedAt));
            case COMPLETED -> new Completed(known(driver), new Ride(known(end), known(distanceMetres),
                    known(startedAt), known(endedAt), known(fare).in(quotedFare.currency())));
            case CANCELLED -> new Cancelled(driver, known(cancellationReason), known(endedAt));
        };
    }

    /// @param due when the trip goes on by itself; null once it has ended
    private Transition become(TripState next, @Nullable Instant due, ModuleEvent event) {
        become(next, due);
        return new Transition.Happened(event);
    }

    private void become(TripState next, @Nullable Instant due) {
        dueAt = due;
        switch (next) {
            case Scheduled(_, boolean told) -> {
                phase = Phase.SCHEDULED;
                reminded = told;
            }
            case Requested _ -> {
                phase = Phase.REQUESTED;
                driver = null;
                assignedAt = null;
                assignmentHeardAt = null;
                arrivedAt = null;
            }
            case Assigned(DriverId found, Instant at, Instant heardAt) -> {
                phase = Phase.ASSIGNED;
                driver = found;
                assignedAt = at;
                assignmentHeardAt = heardAt;
            }
            case Arrived(_, Instant at) -> {
                phase = Phase.ARRIVED;
                arrivedAt = at;
            }
            case InProgress(_, Instant at) -> {
                phase = Phase.IN_PROGRESS;
                startedAt = at;
            }
            case Completed(_, Ride ride) -> {
                phase = Phase.COMPLETED;
                startedAt = ride.startedAt();
                endedAt = ride.endedAt();
                end = ride.dropoff();
                distanceMetres = ride.distanceMetres();
                fare = FareParts.of(ride.fare());
            }
            case Cancelled(_, CancellationReason reason, Instant at) -> {
                phase = Phase.CANCELLED;
                cancellationReason = reason;
                endedAt = at;
            }
        }
    }

    private static <T> T known(@Nullable T column) {
        return Objects.requireNonNull(column, "a column that the trip's phase demands is null");
    }

    TripId id() {
        return id;
    }

    /// The same as [#id], as Spring Data calls it.
    @Override
    public TripId getId() {
        return id;
    }

    /// Said here, since Spring Data would find it out by an exception for each trip.
    @Override
    public boolean isNew() {
        return version == null;
    }

    RiderId rider() {
        return rider;
    }

    QuoteId quote() {
        return quote;
    }

    GeoPoint pickup() {
        return pickup;
    }

    /// Where the rider wanted to go; where they got to is in the [ride][Ride].
    GeoPoint dropoff() {
        return dropoff;
    }

    Money quotedFare() {
        return quotedFare;
    }

    Phase phase() {
        return phase;
    }

    /// The driver, also of a trip that was cancelled after it had got one.
    @Nullable
    DriverId driver() {
        return driver;
    }

    Instant requestedAt() {
        return requestedAt;
    }

    /// When a rider who has booked ahead wants to be picked up.
    @Nullable
    Instant pickupAt() {
        return pickupAt;
    }

    /// When the trip goes on by itself; null once it has ended.
    @Nullable
    Instant dueAt() {
        return dueAt;
    }

    /// What the rider owes for a late cancellation.
    @Nullable
    Money cancellationFee() {
        return cancellationFee == null ? null : new Money(cancellationFee, quotedFare.currency());
    }

    @Nullable
    Instant fareHeldAt() {
        return fareHeldAt;
    }

    @Nullable
    Instant assignedAt() {
        return assignedAt;
    }

    @Nullable
    Instant arrivedAt() {
        return arrivedAt;
    }

    @Nullable
    Instant startedAt() {
        return startedAt;
    }

    @Nullable
    Instant endedAt() {
        return endedAt;
    }

    /// How often the trip has been written; present once it has been.
    int version() {
        return known(version);
    }
}
