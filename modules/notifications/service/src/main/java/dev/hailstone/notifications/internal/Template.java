package dev.hailstone.notifications.internal;

import java.util.Locale;
import java.util.Map;

/// The messages that exist. What they say in each language is in `messages_<language>.properties`, under [#key], with the
/// subject of an e-mail under `<key>.subject`.
enum Template {

    /// To the rider.
    DRIVER_ON_THE_WAY(Map.of("distance", Quantity.DISTANCE)),
    /// To the rider.
    DRIVER_WAITING(Map.of()),
    /// To the rider.
    RIDE_STARTED(Map.of()),
    /// To the rider.
    RECEIPT(Map.of("total", Quantity.MONEY)),
    /// To the rider who cancelled.
    TRIP_CANCELLED(Map.of()),
    /// To the rider who cancelled late, or was not there.
    CANCELLATION_FEE(Map.of("fee", Quantity.MONEY)),
    /// To the rider whose driver will not come.
    DRIVER_LOST(Map.of()),
    /// To the rider who has booked ahead.
    PICKUP_REMINDER(Map.of("pickup", Quantity.TIME)),
    /// To the rider whose booked trip was due while they were on another.
    TRIP_MISSED(Map.of()),
    /// To the rider.
    NO_DRIVER_FOUND(Map.of()),
    /// To the rider.
    FARE_NOT_COVERED(Map.of("fare", Quantity.MONEY, "available", Quantity.MONEY)),
    /// To the driver.
    NEW_ASSIGNMENT(Map.of("distance", Quantity.DISTANCE)),
    /// To the driver who may take a trip.
    TRIP_OFFERED(Map.of("distance", Quantity.DISTANCE)),
    /// To the driver whose rider cancelled.
    ASSIGNMENT_WITHDRAWN(Map.of()),
    /// To the driver who has lost a trip.
    ASSIGNMENT_LOST(Map.of()),
    /// To the driver who came in vain.
    COMPENSATION(Map.of("share", Quantity.MONEY)),
    /// To the driver.
    EARNINGS(Map.of("share", Quantity.MONEY)),
    /// To the driver.
    PAID_OUT(Map.of("amount", Quantity.MONEY));

    // Made by Map.of, so it is immutable indeed.
    @SuppressWarnings("ImmutableEnumChecker") private final Map<String, Quantity> parameters;

    Template(Map<String, Quantity> parameters) {
        this.parameters = parameters;
    }

    /// The parameters by name.
    Map<String, Quantity> parameters() {
        return parameters;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
