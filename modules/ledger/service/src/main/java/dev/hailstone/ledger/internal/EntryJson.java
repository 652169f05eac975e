package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.hailstone.infra.json.HailstoneJson;
import dev.hailstone.ledger.internal.Entry.BalanceUpdated;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareRefunded;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.Entry.PayoutSent;
import dev.hailstone.ledger.internal.Entry.TransactionReversed;

/// How entries are stored: under a name that is no class name, in the system's JSON form, in a version of that form.
///
/// The mapper is not the web's: what the web is configured to say must not change what the store can read.
final class EntryJson {

    static final String PAYOUT_SENT = "payout-sent";

    private static final String FARE_SETTLED = "fare-settled";
    private static final String TRANSACTION_REVERSED = "transaction-reversed";

    private static final Map<String, Form> FORMS = Map.of(
            "deposit-received", new Form(DepositReceived.class, 1),
            PAYOUT_SENT, new Form(PayoutSent.class, 1),
            "balance-updated", new Form(BalanceUpdated.class, 1),
            "fare-held", new Form(FareHeld.class, 1),
            "hold-refused", new Form(HoldRefused.class, 1),
            "hold-released", new Form(HoldReleased.class, 1),
            FARE_SETTLED, new Form(FareSettled.class, 3),
            "fare-refunded", new Form(FareRefunded.class, 1),
            TRANSACTION_REVERSED, new Form(TransactionReversed.class, 2));

    /// What lifts a payload from a version to the next, by type and version. An upcaster never changes: what it lifted
    /// once, it lifts for ever.
    private static final Map<Step, Upcaster> UPCASTERS = Map.of(
            new Step(FARE_SETTLED, 1), EntryJson::placeFare,
            new Step(FARE_SETTLED, 2), (fare, _) -> fare.put("number", 1),
            new Step(TRANSACTION_REVERSED, 1), (reversal, _) -> reversal.put("part", 1));

    private final JsonMapper json = HailstoneJson.mapper();

    static String typeOf(Entry entry) {
        return switch (entry) {
            case DepositReceived _ -> "deposit-received";
            case PayoutSent _ -> PAYOUT_SENT;
            case BalanceUpdated _ -> "balance-updated";
            case FareHeld _ -> "fare-held";
            case HoldRefused _ -> "hold-refused";
            case HoldReleased _ -> "hold-released";
            case FareSettled _ -> FARE_SETTLED;
            case FareRefunded _ -> "fare-refunded";
            case TransactionReversed _ -> TRANSACTION_REVERSED;
        };
    }

    /// The version in which entries like this one are written now.
    static int versionOf(Entry entry) {
        return form(typeOf(entry), 1).version;
    }

    String write(Entry entry) {
        return json.writeValueAsString(entry);
    }

    /// @param recordedAt what an upcaster may need that the payload does not say
    /// @throws IllegalStateException if this ledger does not know the type or its version: a newer one wrote it
    Entry read(String type, int version, String payload, Instant recordedAt) {
        Form form = form(type, version);
        if (version == form.version) {
            return json.readValue(payload, form.entry);
        }
        ObjectNode lifted = (ObjectNode) json.readTree(payload);
        for (int from = version; from < form.version; from++) {
            Upcaster upcaster = UPCASTERS.get(new Step(type, from));
            if (upcaster == null) {
                throw new IllegalStateException("nothing lifts %s from version %d".formatted(type, from));
            }
            upcaster.lift(lifted, recordedAt);
        }
        return json.treeToValue(lifted, form.entry);
    }

    private static Form form(String type, int version) {
        Form form = FORMS.get(type);
        if (form == null || version < 1 || version > form.version) {
            throw new IllegalStateException("the store has an entry of type %s, version %d, which a newer release wrote"
                    .formatted(type, version));
        }
        return form;
    }

    /// Version 1 said neither where a ride had begun nor when it had ended.
    private static void placeFare(ObjectNode fare, Instant recordedAt) {
        fare.put("zone", Zone.UNKNOWN.name());
        fare.put("endedAt", recordedAt.toString());
    }

    /// @param version the newest, in which entries are written
    private record Form(Class<? extends Entry> entry, int version) {}

    private record Step(String type, int from) {}

    private interface Upcaster {

        void lift(ObjectNode payload, Instant recordedAt);
    }
}
