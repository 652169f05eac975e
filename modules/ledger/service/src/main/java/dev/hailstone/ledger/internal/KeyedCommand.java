package dev.hailstone.ledger.internal;

import dev.hailstone.infra.persistence.IdempotencyKey;

/// What a receipt says of a command.
///
/// @param fingerprint tells the command from others that came under the same key; 64 hexadecimal digits
record KeyedCommand(IdempotencyKey key, String fingerprint) {}
