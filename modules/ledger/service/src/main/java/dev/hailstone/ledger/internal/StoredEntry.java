package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// An entry as the rows in which it lies, whether or not anybody still understands them.
///
/// @param version of the stream with this entry: 1, 2, 3 …
/// @param reverses the transaction that this one undoes
/// @param part which of the entries of its type about its trip this is
/// @param typeVersion of the form of the payload
/// @param zone null if it happened nowhere
/// @param lines its postings
record StoredEntry(String stream, int version, UUID transactionId, @Nullable UUID tripId, @Nullable UUID reverses,
        String type, int part, int typeVersion, String payload, @Nullable String zone, Instant occurredAt,
        Instant recordedAt, List<Line> lines) {

    /// What the hash has to be if these rows, and all before them in the stream, are as they were written.
    ChainHash seal(ChainHash before) {
        List<String> fields = new ArrayList<>(12 + 4 * lines.size());
        fields.add(stream);
        fields.add(Integer.toString(version));
        fields.add(transactionId.toString());
        fields.add(Objects.toString(tripId, ""));
        fields.add(Objects.toString(reverses, ""));
        fields.add(type);
        fields.add(Integer.toString(part));
        fields.add(Integer.toString(typeVersion));
        fields.add(payload);
        fields.add(Objects.toString(zone, ""));
        fields.add(occurredAt.toString());
        fields.add(recordedAt.toString());
        for (Line line : lines) {
            fields.add(line.account);
            fields.add(line.currency);
            fields.add(line.amount.stripTrailingZeros().toPlainString());
            fields.add(line.held.stripTrailingZeros().toPlainString());
        }
        return before.then(fields);
    }

    /// A posting as its row.
    record Line(String account, String currency, BigDecimal amount, BigDecimal held) {

        static Line of(Posting posting) {
            return new Line(posting.account().code(), posting.amount().currency().getCurrencyCode(),
                    posting.amount().amount(), posting.held().amount());
        }
    }
}
