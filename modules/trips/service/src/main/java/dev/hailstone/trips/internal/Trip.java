package dev.hailstone.trips.internal;

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

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteDecision.Terms;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;
import dev.hailstone.trips.TripStarted;
import dev.hailstone.trips.internal.TripState.Arrived;
import dev.hailstone.trips.internal.TripState.Assigned;
import dev.hailstone.trips.internal.TripState.Cancelled;
import dev.hailstone.trips.internal.TripState.Completed;
import dev.hailstone.trips.internal.TripState.InProgress;
import dev.hailstone.trips.internal.TripState.Requested;

/// A rider's wish to be driven, and what became of it.
///
/// A trip is *requested*, then *assigned* to a driver, who may report to have *arrived*; it is *in progress* while the
/// rider is on board and ends *completed*. Until the rider is on board it may be *cancelled* instead. It never goes back.
@Entity
@Table(schema = "trips")
class Trip {

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

    private @Nullable Instant fareHeldAt;

    @Enumerated(EnumType.STRING) private Phase phase;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "driver_id")) private @Nullable DriverId driver;

    private @Nullable Instant assignedAt;

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

    /// For the persistence provider alone.
    @SuppressWarnings("NullAway.Init")
    protected Trip() {}

    /// A trip on the terms of an accepted quote.
    Trip(TripId id, RiderId rider, QuoteId quote, Terms terms, Instant requestedAt) {
        this.id = id;
        this.rider = rider;
        this.quote = quote;
        this.pickup = terms.pickup();
        this.dropoff = terms.dropoff();
        this.quotedFare = terms.price();
        this.requestedAt = requestedAt;
        this.phase = Phase.REQUESTED;
    }

    /// What tells the others that this trip is wanted.
    TripRequested requested() {
        return new TripRequested(id, rider, pickup, dropoff, quotedFare, requestedAt);
    }

    /// Notes that the fare is set aside, so that a trip that waits shows what it is waiting for.
    void fareHeld(Instant at) {
        fareHeldAt = at;
    }

    /// Gives the trip its driver. A trip that is no longer waiting for one stays as it is: dispatch hears of its end, too,
    /// and frees the driver.
    void assign(DriverId found, Instant at) {
        if (state() instanceof Requested) {
            become(new Assigned(found, at));
        }
    }

    Transition arrive(Instant at) {
        return switch (state()) {
            case Assigned(DriverId assigned, _) -> become(new Arrived(assigned, at),
                    new DriverArrived(id, rider, assigned, at));
            case Requested _,Arrived _,InProgress _,Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    Transition start(Instant at) {
        return switch (state()) {
            case Assigned(DriverId assigned, _) -> start(assigned, at);
            case Arrived(DriverId arrived, _) -> start(arrived, at);
            case Requested _,InProgress _,Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    private Transition start(DriverId driving, Instant at) {
        return become(new InProgress(driving, at), new TripStarted(id, rider, driving, at));
    }

    Transition complete(Ride ride) {
        return switch (state()) {
            case InProgress(DriverId driving, _) -> become(new Completed(driving, ride),
                    new TripCompleted(id, rider, driving, pickup, ride.dropoff(), ride.fare(), ride.distanceMetres(),
                            requestedAt, ride.startedAt(), ride.endedAt()));
            case Requested _,Assigned _,Arrived _,Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    /// Ends the trip before it begins. The rider may do so until on board; for the other reasons only a trip without a
    /// driver is cancelled.
    Transition cancel(CancellationReason reason, Instant at) {
        return switch (state()) {
            case Requested _ -> cancel(null, reason, at);
            case Assigned(DriverId assigned, _) when reason == CancellationReason.RIDER_CANCELLED ->
                cancel(assigned, reason, at);
            case Arrived(DriverId arrived, _) when reason == CancellationReason.RIDER_CANCELLED ->
                cancel(arrived, reason, at);
            case Assigned _,Arrived _,InProgress _,Completed _,Cancelled _ -> new Transition.Refused(phase);
        };
    }

    private Transition cancel(@Nullable DriverId freed, CancellationReason reason, Instant at) {
        return become(new Cancelled(freed, reason, at), new TripCancelled(id, rider, freed, reason, at));
    }

    /// Where the trip stands, read from its columns.
    TripState state() {
        return switch (phase) {
            case REQUESTED -> new Requested();
            case ASSIGNED -> new Assigned(known(driver), known(assignedAt));
            case ARRIVED -> new Arrived(known(driver), known(arrivedAt));
            case IN_PROGRESS -> new InProgress(known(driver), known(startedAt));
            case COMPLETED -> new Completed(known(driver), new Ride(known(end), known(distanceMetres),
                    known(startedAt), known(endedAt), known(fare).in(quotedFare.currency())));
            case CANCELLED -> new Cancelled(driver, known(cancellationReason), known(endedAt));
        };
    }

    private Transition become(TripState next, ModuleEvent event) {
        become(next);
        return new Transition.Happened(event);
    }

    private void become(TripState next) {
        switch (next) {
            case Requested _ -> phase = Phase.REQUESTED;
            case Assigned(DriverId found, Instant at) -> {
                phase = Phase.ASSIGNED;
                driver = found;
                assignedAt = at;
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
