package dev.hailstone.ledger.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.OfTrip;
import dev.hailstone.trips.TripId;

/// The store of all entries. It can be added to and read.
@Component
class Entries {

    // One round trip: the entry, its postings and the new head. The version is counted here since the caller holds the
    // head; the unique constraint would refuse whoever did not.
    private static final String APPEND = """
            with posted as (
                insert into posting (transaction_id, line, account, currency, amount)
                select :transaction, p.line, p.account, p.currency, p.amount
                  from unnest(cast(:accounts as text[]), cast(:currencies as text[]), cast(:amounts as numeric[]))
                       with ordinality as p (account, currency, amount, line)
            ), advanced as (
                update ledger_head set position = :position
            )
            insert into ledger_event
                   (position, stream, version, transaction_id, trip_id, type, type_version, payload, recorded_at)
            values (:position, :stream,
                    (select coalesce(max(version), 0) + 1 from ledger_event where stream = :stream),
                    :transaction, :trip, :type, :typeVersion, cast(:payload as jsonb), :at)""";

    private final JdbcClient jdbc;
    private final EntryJson json = new EntryJson();

    Entries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void append(RecordedEntry recorded) {
        Entry entry = recorded.entry();
        List<Posting> postings = recorded.transaction().postings();
        jdbc.sql(APPEND)
                .param("position", recorded.position())
                .param("stream", entry.account().code())
                .param("transaction", TimeOrderedIds.next())
                .param("trip", tripOf(entry))
                .param("type", EntryJson.typeOf(entry))
                .param("typeVersion", EntryJson.VERSION)
                .param("payload", json.write(entry))
                .param("at", recorded.at().atOffset(ZoneOffset.UTC))
                .param("accounts", postings.stream().map(posting -> posting.account().code()).toArray(String[]::new))
                .param("currencies", postings.stream()
                        .map(posting -> posting.amount().currency().getCurrencyCode())
                        .toArray(String[]::new))
                .param("amounts", postings.stream()
                        .map(posting -> posting.amount().amount().toPlainString())
                        .toArray(String[]::new))
                .update();
    }

    /// All entries about a trip, in the order of the store.
    List<OfTrip> of(TripId trip) {
        return jdbc.sql("""
                select type, type_version, payload from ledger_event where trip_id = :trip order by position""")
                .param("trip", trip.value())
                .query((row, _) -> (OfTrip) entry(row))
                .list();
    }

    /// Up to `limit` entries that follow a position, with their postings, in the order of the store.
    List<RecordedEntry> after(long position, int limit) {
        // One statement: with two, the second could see an entry whose postings the first has missed.
        return jdbc.sql("""
                select e.position, e.type, e.type_version, e.payload, e.recorded_at, p.account, p.currency, p.amount
                  from (select * from ledger_event where position > :position order by position limit :limit) e
                  left join posting p on p.transaction_id = e.transaction_id
                 order by e.position, p.line""")
                .param("position", position)
                .param("limit", limit)
                .query(this::recorded);
    }

    /// Reads entries of which each has a row for each posting, or one row if it has none.
    private List<RecordedEntry> recorded(ResultSet rows) throws SQLException {
        List<RecordedEntry> recorded = new ArrayList<>();
        boolean more = rows.next();
        while (more) {
            long position = rows.getLong("position");
            Entry entry = entry(rows);
            Instant at = rows.getObject("recorded_at", OffsetDateTime.class).toInstant();
            List<Posting> postings = new ArrayList<>();
            do {
                if (rows.getString("account") != null) {
                    postings.add(posting(rows));
                }
                more = rows.next();
            } while (more && rows.getLong("position") == position);
            recorded.add(new RecordedEntry(position, entry, new Transaction(postings), at));
        }
        return recorded;
    }

    private static @Nullable Object tripOf(Entry entry) {
        return entry instanceof OfTrip ofTrip ? ofTrip.tripId().value() : null;
    }

    private Entry entry(ResultSet row) throws SQLException {
        return json.read(row.getString("type"), row.getInt("type_version"), row.getString("payload"));
    }

    private static Posting posting(ResultSet row) throws SQLException {
        return new Posting(Account.of(row.getString("account")),
                new Money(row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency"))));
    }
}
