package dev.hailstone.ledger.internal;

import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.json.HailstoneJson;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.Entry.PayoutSent;

/// How entries are stored: under a name that is no class name, in the system's JSON form.
///
/// The mapper is not the web's: what the web is configured to say must not change what the store can read.
final class EntryJson {

    /// Counts up when the form of an entry changes; [#read] then lifts the older ones.
    static final int VERSION = 1;

    private static final Map<String, Class<? extends Entry>> TYPES = Map.of(
            "deposit-received", DepositReceived.class,
            "payout-sent", PayoutSent.class,
            "fare-held", FareHeld.class,
            "hold-refused", HoldRefused.class,
            "hold-released", HoldReleased.class,
            "fare-settled", FareSettled.class);

    private final JsonMapper json = HailstoneJson.mapper();

    static String typeOf(Entry entry) {
        return switch (entry) {
            case DepositReceived _ -> "deposit-received";
            case PayoutSent _ -> "payout-sent";
            case FareHeld _ -> "fare-held";
            case HoldRefused _ -> "hold-refused";
            case HoldReleased _ -> "hold-released";
            case FareSettled _ -> "fare-settled";
        };
    }

    String write(Entry entry) {
        return json.writeValueAsString(entry);
    }

    /// @throws IllegalStateException if this ledger does not know the type or its version: a newer one wrote it
    Entry read(String type, int version, String payload) {
        Class<? extends Entry> entry = TYPES.get(type);
        if (entry == null || version != VERSION) {
            throw new IllegalStateException("the store has an entry of type %s, version %d, which a newer release wrote"
                    .formatted(type, version));
        }
        return json.readValue(payload, entry);
    }
}
