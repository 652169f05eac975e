package dev.hailstone.notifications.internal;

import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;

/// Keeps callers to the messages that are for them.
final class OwnMessages {

    private OwnMessages() {}

    /// The one of the two that a request names, if the caller is it or sees all.
    ///
    /// @throws Problem `not-yours` if not
    static Recipient recipient(Caller caller, @Nullable RiderId rider, @Nullable DriverId driver) {
        Recipient recipient = Recipient.either(rider, driver);
        require(caller, recipient);
        return recipient;
    }

    /// @throws Problem `not-yours` if the caller is somebody else and does not see all
    static void require(Caller caller, Recipient recipient) {
        caller.requireOwn((caller.is(Role.RIDER) && recipient.value().equals("rider/" + caller.subject()))
                || (caller.is(Role.DRIVER) && recipient.value().equals("driver/" + caller.subject())));
    }
}
