package dev.hailstone.notifications.internal;

import java.time.Instant;
import java.util.Map;

import dev.hailstone.kernel.Money;

/// What is said, in no language yet.
///
/// @param parameters exactly those of the template, in the form in which [Quantity] stores them
record Message(Template template, Map<String, String> parameters) {

    Message {
        if (!parameters.keySet().equals(template.parameters().keySet())) {
            throw new IllegalArgumentException("%s has the parameters %s, not %s".formatted(template,
                    template.parameters().keySet(), parameters.keySet()));
        }
    }

    static Message driverOnTheWay(double distanceMetres) {
        return new Message(Template.DRIVER_ON_THE_WAY, Map.of("distance", Quantity.stored(distanceMetres)));
    }

    static Message driverWaiting() {
        return new Message(Template.DRIVER_WAITING, Map.of());
    }

    static Message rideStarted() {
        return new Message(Template.RIDE_STARTED, Map.of());
    }

    static Message receipt(Money total) {
        return new Message(Template.RECEIPT, Map.of("total", Quantity.stored(total)));
    }

    static Message tripCancelled() {
        return new Message(Template.TRIP_CANCELLED, Map.of());
    }

    static Message cancellationFee(Money fee) {
        return new Message(Template.CANCELLATION_FEE, Map.of("fee", Quantity.stored(fee)));
    }

    static Message driverLost() {
        return new Message(Template.DRIVER_LOST, Map.of());
    }

    static Message pickupReminder(Instant pickupAt) {
        return new Message(Template.PICKUP_REMINDER, Map.of("pickup", Quantity.stored(pickupAt)));
    }

    static Message tripMissed() {
        return new Message(Template.TRIP_MISSED, Map.of());
    }

    static Message tripOffered(double distanceMetres) {
        return new Message(Template.TRIP_OFFERED, Map.of("distance", Quantity.stored(distanceMetres)));
    }

    static Message assignmentLost() {
        return new Message(Template.ASSIGNMENT_LOST, Map.of());
    }

    static Message compensation(Money share) {
        return new Message(Template.COMPENSATION, Map.of("share", Quantity.stored(share)));
    }

    static Message noDriverFound() {
        return new Message(Template.NO_DRIVER_FOUND, Map.of());
    }

    static Message fareNotCovered(Money fare, Money available) {
        return new Message(Template.FARE_NOT_COVERED,
                Map.of("fare", Quantity.stored(fare), "available", Quantity.stored(available)));
    }

    static Message newAssignment(double distanceMetres) {
        return new Message(Template.NEW_ASSIGNMENT, Map.of("distance", Quantity.stored(distanceMetres)));
    }

    static Message assignmentWithdrawn() {
        return new Message(Template.ASSIGNMENT_WITHDRAWN, Map.of());
    }

    static Message earnings(Money share) {
        return new Message(Template.EARNINGS, Map.of("share", Quantity.stored(share)));
    }

    static Message paidOut(Money amount) {
        return new Message(Template.PAID_OUT, Map.of("amount", Quantity.stored(amount)));
    }
}
