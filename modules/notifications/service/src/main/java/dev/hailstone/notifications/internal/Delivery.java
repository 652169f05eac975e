package dev.hailstone.notifications.internal;

/// A notification that this process has taken to send by e-mail.
///
/// @param attempts how often it has been taken, this time included; it tells whether another process has taken it meanwhile
record Delivery(Notification notification, Preference preference, int attempts) {}
