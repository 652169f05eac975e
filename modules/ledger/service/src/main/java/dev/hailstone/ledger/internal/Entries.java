package dev.hailstone.ledger.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

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

    // One round trip: the entries, their postings and the new head. Versions are counted here since the caller holds the
    // head; the unique constraint would refuse whoever did not.
    private static final String APPEND = """
            with posted as (
                insert into posting (transaction_id, line, account, currency, amount)
                select * from unnest(
                       cast(:postingTransactions as uuid[]), cast(:lines as smallint[]), cast(:accounts as text[]),
                       cast(:currencies as text[]), cast(:amounts as numeric[]))
            ), advanced as (
                update ledger_head set position = :head
            )
            insert into ledger_event
                   (position, stream, version, transaction_id, trip_id, type, type_version, payload, recorded_at)
            select e.position, e.stream,
                   (select coalesce(max(s.version), 0) from ledger_event s where s.stream = e.stream)
                       + row_number() over (partition by e.stream order by e.position),
                   e.transaction_id, e.trip_id, e.type, :typeVersion, e.payload, e.recorded_at
              from unnest(
                   cast(:positions as bigint[]), cast(:streams as text[]), cast(:transactions as uuid[]),
                   cast(:trips as uuid[]), cast(:types as text[]), cast(:payloads as jsonb[]),
                   cast(:times as timestamptz[]))
                   as e (position, stream, transaction_id, trip_id, type, payload, recorded_at)""";

    private final JdbcClient jdbc;
    private final EntryJson json = new EntryJson();

    Entries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds entries that follow the last one.
    void append(List<RecordedEntry> recorded) {
        Rows events = new Rows("positions", "streams", "transactions", "trips", "types", "payloads", "times");
        Rows postings = new Rows("postingTransactions", "lines", "accounts", "currencies", "amounts");
        for (RecordedEntry each : recorded) {
            UUID transaction = TimeOrderedIds.next();
            Entry entry = each.entry();
            events.add(each.position(), entry.account().code(), transaction, tripOf(entry), EntryJson.typeOf(entry),
                    json.write(entry), each.at());
            int line = 0;
            for (Posting posting : each.transaction().postings()) {
                line++;
                postings.add(transaction, line, posting.account().code(), posting.amount().currency(),
                        posting.amount().amount());
            }
        }
        jdbc.sql(APPEND)
                .param("head", recorded.getLast().position())
                .param("typeVersion", EntryJson.VERSION)
                .params(events.parameters())
                .params(postings.parameters())
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

    private static @Nullable TripId tripOf(Entry entry) {
        return entry instanceof OfTrip ofTrip ? ofTrip.tripId() : null;
    }

    private Entry entry(ResultSet row) throws SQLException {
        return json.read(row.getString("type"), row.getInt("type_version"), row.getString("payload"));
    }

    private static Posting posting(ResultSet row) throws SQLException {
        return new Posting(Account.of(row.getString("account")),
                new Money(row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency"))));
    }
}
