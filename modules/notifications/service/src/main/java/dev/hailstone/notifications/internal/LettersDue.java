package dev.hailstone.notifications.internal;

/// E-mails have become due before their time; of interest within this process only, once it is committed.
record LettersDue() {}
