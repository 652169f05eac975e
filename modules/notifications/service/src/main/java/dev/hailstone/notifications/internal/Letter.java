package dev.hailstone.notifications.internal;

/// A notification as an e-mail.
///
/// @param id of the notification, the same however often it is sent
record Letter(NotificationId id, EmailAddress to, Language language, String subject, String text) {}
