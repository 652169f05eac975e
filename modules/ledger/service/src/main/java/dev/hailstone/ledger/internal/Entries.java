package dev.hailstone.ledger.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Books.KeptReceipt;
import dev.hailstone.trips.TripId;

/// The store of all entries. It can be added to and read.
@Component
class Entries {

    // One round trip: the entries, their postings, the wallets after them, and what the bookkeeper has to put in order. The
    // rows of each table go in sorted, so that two writers who meet wait for each other in one direction only.
    //
    // A wallet's balance is counted from what is there, since others' entries may have added to it meanwhile. All else is
    // as decided: two decisions on the same version collide in the key of ledger_event.
    private static final String APPEND = """
            with posted as (
                insert into posting (transaction_id, line, account, currency, amount, held)
                select * from unnest(
                       cast(:postingTransactions as uuid[]), cast(:lines as smallint[]), cast(:accounts as text[]),
                       cast(:currencies as text[]), cast(:amounts as numeric[]), cast(:held as numeric[]))
            ), kept as (
                insert into wallet (stream, version, hash, balance, held, charged, paid_out, credit)
                select * from unnest(
                       cast(:wallets as text[]), cast(:walletVersions as integer[]), cast(:walletHashes as bytea[]),
                       cast(:moved as numeric[]), cast(:walletHeld as numeric[]), cast(:charged as numeric[]),
                       cast(:paidOut as numeric[]), cast(:credits as numeric[]))
                    as w (stream, version, hash, balance, held, charged, paid_out, credit)
                 order by stream
                on conflict (stream) do update
                   set version = case when excluded.version = 0 then wallet.version else excluded.version end,
                       hash = coalesce(excluded.hash, wallet.hash),
                       balance = wallet.balance + excluded.balance,
                       held = case when excluded.version = 0 then wallet.held else excluded.held end,
                       charged = wallet.charged + excluded.charged,
                       paid_out = wallet.paid_out + excluded.paid_out,
                       credit = case when excluded.version = 0 then wallet.credit else excluded.credit end
            ), unordered as (
                insert into ledger_unordered (batch_id, transactions)
                select :batch, cast(:transactions as uuid[]) where cardinality(cast(:transactions as uuid[])) > 0
            ), receipts as (
                insert into command_receipt (idempotency_key, command_hash, subject, created_at)
                select *, cast(:receivedAt as timestamptz)
                  from unnest(cast(:keys as text[]), cast(:fingerprints as bytea[]), cast(:subjects as text[]))
                    as r (idempotency_key, command_hash, subject)
                 order by idempotency_key
            )
            insert into ledger_event
                   (stream, version, transaction_id, trip_id, reverses, type, part, type_version, payload, zone,
                    occurred_at, recorded_at, hash)
            select * from unnest(
                   cast(:streams as text[]), cast(:versions as integer[]), cast(:transactions as uuid[]),
                   cast(:trips as uuid[]), cast(:reversed as uuid[]), cast(:types as text[]),
                   cast(:parts as smallint[]), cast(:typeVersions as smallint[]), cast(:payloads as json[]), cast(:zones as text[]),
                   cast(:occurrences as timestamptz[]), cast(:times as timestamptz[]), cast(:hashes as bytea[]))
                as e (stream, version, transaction_id, trip_id, reverses, type, part, type_version, payload, zone,
                      occurred_at, recorded_at, hash)
             order by stream, version""";

    /// The keys and checks that tell a decision on what is no longer so.
    private static final List<String> COLLISIONS = List.of("ledger_event_pkey", "ledger_event_of_trip",
            "ledger_event_reverses_key", "would hold", "command_receipt_pkey");

    // Lateral joins with a limit are look-ups by key under every plan. Plain ones were planned as scans of the tables while
    // these were small, and kept when they were no longer. No trip has a million entries: of each type there are at most as
    // many as a smallint numbers, and without one of them its fare would be told wrongly.
    private static final String FIND = """
            with told as materialized (
                select e.* from unnest(cast(:trips as uuid[])) as asked (trip_id)
                 cross join lateral (select * from ledger_event where trip_id = asked.trip_id limit 1000000) e
            )
            select w.stream, w.version, w.hash, w.balance, w.held, w.charged, w.paid_out, cast(null as uuid) as trip_id,
                   null as type, null as type_version, null as payload, null as recorded_at
              from (select unnest(cast(:wallets as text[])) union select stream from told) as asked (stream)
             cross join lateral (select * from wallet where stream = asked.stream limit 1) w
            union all
            select stream, version, null, null, null, null, null, trip_id, type, type_version, cast(payload as text),
                   recorded_at
              from told
            union all
            select null, null, command_hash, null, null, null, null, null, idempotency_key, null, subject, null
              from unnest(cast(:keys as text[])) as asked (key)
             cross join lateral (select * from command_receipt where idempotency_key = asked.key limit 1) r""";

    private static final String ENTRY = """
            select e.*, p.account, p.currency, p.amount, p.held
              from ledger_event e left join posting p on p.transaction_id = e.transaction_id""";

    private static final String OF_WALLET = ENTRY + """

            where e.transaction_id in (
                  select transaction_id from ledger_event where stream = :stream
                  union
                  select transaction_id from posting
                   where account = :account and currency = :currency
                     and split_part(account, ':', 1) in ('rider', 'driver', 'account'))
            order by e.stream, e.version, p.line""";

    private static final String OF_TRANSACTION = ENTRY + " where e.transaction_id = :transaction order by p.line";

    private static final String ALL = ENTRY + " order by e.stream, e.version, p.line";

    private static final String POSITIONS = """
            select o.position, e.stream, e.hash
              from ledger_order o join ledger_event e on e.transaction_id = o.transaction_id
             where o.position <= ? order by o.position""";

    private static final int FETCHED_AT_ONCE = 1_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;
    private final EntryJson json = new EntryJson();

    Entries(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCHED_AT_ONCE);
    }

    EntryJson json() {
        return json;
    }

    /// Adds entries, each following the state that its stream had, and receipts of the commands that caused them.
    ///
    /// @throws OptimisticLockingFailureException if a stream has gone on meanwhile, a wallet is not what was decided on, or
    ///         a key has been used
    void append(List<RecordedEntry> recorded, Collection<WalletChange> changes, List<KeptReceipt> receipts,
            Instant receivedAt) {
        Rows events = new Rows("streams", "versions", "transactions", "trips", "reversed", "types", "parts",
                "typeVersions", "payloads", "zones", "occurrences", "times", "hashes");
        Rows postings = new Rows("postingTransactions", "lines", "accounts", "currencies", "amounts", "held");
        for (RecordedEntry each : recorded) {
            StoredEntry stored = each.stored();
            events.add(stored.stream(), stored.version(), stored.transactionId(), stored.tripId(), stored.reverses(),
                    stored.type(), stored.part(), stored.typeVersion(), stored.payload(), stored.zone(),
                    stored.occurredAt(), stored.recordedAt(), bytea(each.hash()));
            int number = 0;
            for (StoredEntry.Line line : stored.lines()) {
                number++;
                postings.add(stored.transactionId(), number, line.account(), line.currency(), line.amount(),
                        line.held());
            }
        }
        Rows wallets = new Rows("wallets", "walletVersions", "walletHashes", "moved", "walletHeld", "charged",
                "paidOut", "credits");
        for (WalletChange change : changes) {
            wallets.add(change.wallet().code(), change.version(), change.hash() == null ? null : bytea(change.hash()),
                    change.moved().amount(), change.held().amount(), change.charged().amount(),
                    change.paidOut().amount(), change.credit().amount());
        }
        Rows commands = new Rows("keys", "fingerprints", "subjects");
        for (KeptReceipt receipt : receipts) {
            commands.add(receipt.command().key().value(), "\\x" + receipt.command().fingerprint(), receipt.subject());
        }
        try {
            jdbc.sql(APPEND)
                    .param("batch", TimeOrderedIds.next())
                    .param("receivedAt", receivedAt.atOffset(ZoneOffset.UTC))
                    .params(commands.parameters())
                    .params(events.parameters())
                    .params(postings.parameters())
                    .params(wallets.parameters())
                    .update();
        } catch (DataIntegrityViolationException refused) {
            String reason = String.valueOf(refused.getMostSpecificCause().getMessage());
            if (COLLISIONS.stream().anyMatch(reason::contains)) {
                throw new OptimisticLockingFailureException("a wallet has gone on since it was read", refused);
            }
            throw refused;
        }
    }

    /// Looks up what a question asks for, in one round trip.
    Found find(Question question) {
        Map<TripId, List<Entry>> told = new HashMap<>();
        Map<Wallet, WalletState> states = new HashMap<>();
        question.trips().forEach(trip -> told.put(trip, new ArrayList<>()));
        question.wallets().forEach(wallet -> states.put(wallet, WalletState.empty(wallet.currency())));
        Rows asked = new Rows("trips");
        question.trips().forEach(trip -> asked.add(trip));
        Rows wallets = new Rows("wallets");
        question.wallets().forEach(wallet -> wallets.add(wallet.code()));
        Rows keys = new Rows("keys");
        question.keys().forEach(key -> keys.add(key.value()));
        Map<IdempotencyKey, KeptReceipt> receipts = new HashMap<>();
        jdbc.sql(FIND).params(asked.parameters()).params(wallets.parameters()).params(keys.parameters()).query(row -> {
            UUID trip = row.getObject("trip_id", UUID.class);
            if (trip != null) {
                told.computeIfAbsent(new TripId(trip), _ -> new ArrayList<>()).add(told(row));
            } else if (row.getString("stream") == null) {
                KeptReceipt receipt = receipt(row);
                receipts.put(receipt.command().key(), receipt);
            } else {
                Wallet wallet = Wallet.of(row.getString("stream"));
                states.put(wallet, state(row, wallet.currency()));
            }
        });
        Map<TripId, FareStatus> fares = new HashMap<>();
        told.forEach((trip, entries) -> fares.put(trip,
                FareStatus.of(entries)));
        return new Found(fares, states, receipts);
    }

    /// All entries that moved or held money of a wallet; those of its own stream in their order.
    List<RecordedEntry> of(Wallet wallet) {
        return jdbc.sql(OF_WALLET)
                .param("stream", wallet.code())
                .param("account", wallet.account().code())
                .param("currency", wallet.currency().getCurrencyCode())
                .query(this::recorded);
    }

    Optional<RecordedEntry> of(UUID transaction) {
        return jdbc.sql(OF_TRANSACTION).param("transaction", transaction).query(this::recorded).stream().findAny();
    }

    /// Whether there is a transaction that undoes this one.
    boolean isReversed(UUID transaction) {
        return jdbc.sql("select exists (select from ledger_event where reverses = :transaction)")
                .param("transaction", transaction)
                .query(Boolean.class)
                .single();
    }

    /// Hands over all entries, stream by stream, in the order of their versions. Few of them are in memory at a time.
    void forEach(BiConsumer<StoredEntry, ChainHash> reader) {
        streaming.query(ALL, (ResultSetExtractor<@Nullable Void>) rows -> {
            forEach(rows, reader);
            return null;
        });
    }

    /// Hands over the entries up to a position, in the order of positions. Few of them are in memory at a time.
    void forEachPosition(long until, PositionReader reader) {
        streaming.query(POSITIONS, (ResultSetExtractor<@Nullable Void>) rows -> {
            while (rows.next()) {
                reader.read(rows.getLong("position"), rows.getString("stream"), ChainHash.of(rows.getBytes("hash")));
            }
            return null;
        }, until);
    }

    /// Reads entries of which each has a row for each posting, or one row if it has none.
    private static void forEach(ResultSet rows, BiConsumer<StoredEntry, ChainHash> reader) throws SQLException {
        boolean more = rows.next();
        while (more) {
            UUID transaction = rows.getObject("transaction_id", UUID.class);
            ChainHash hash = ChainHash.of(rows.getBytes("hash"));
            List<StoredEntry.Line> lines = new ArrayList<>();
            StoredEntry stored = new StoredEntry(rows.getString("stream"), rows.getInt("version"), transaction,
                    rows.getObject("trip_id", UUID.class), rows.getObject("reverses", UUID.class),
                    rows.getString("type"), rows.getInt("part"), rows.getInt("type_version"),
                    rows.getString("payload"), rows.getString("zone"), instant(rows, "occurred_at"),
                    instant(rows, "recorded_at"), lines);
            do {
                if (rows.getString("account") != null) {
                    lines.add(new StoredEntry.Line(rows.getString("account"), rows.getString("currency"),
                            rows.getBigDecimal("amount"), rows.getBigDecimal("held")));
                }
                more = rows.next();
            } while (more && rows.getObject("transaction_id", UUID.class).equals(transaction));
            reader.accept(stored, hash);
        }
    }

    private List<RecordedEntry> recorded(ResultSet rows) throws SQLException {
        List<RecordedEntry> recorded = new ArrayList<>();
        forEach(rows, (stored, hash) -> recorded.add(understood(stored, hash)));
        return recorded;
    }

    private RecordedEntry understood(StoredEntry stored, ChainHash hash) {
        Entry entry = json.read(stored.type(), stored.typeVersion(), stored.payload(), stored.recordedAt());
        return new RecordedEntry(Wallet.of(stored.stream()), stored, entry,
                new Transaction(stored.lines().stream().map(Entries::posting).toList()), hash);
    }

    private static Posting posting(StoredEntry.Line line) {
        Currency currency = Currency.getInstance(line.currency());
        return new Posting(Account.of(line.account()), new Money(line.amount(), currency),
                new Money(line.held(), currency));
    }

    private Entry told(ResultSet row) throws SQLException {
        return json.read(row.getString("type"), row.getInt("type_version"), row.getString("payload"),
                instant(row, "recorded_at"));
    }

    private static WalletState state(ResultSet row, Currency currency) throws SQLException {
        byte[] hash = row.getBytes("hash");
        return new WalletState(row.getInt("version"), hash == null ? ChainHash.NONE : ChainHash.of(hash),
                new Money(row.getBigDecimal("balance"), currency), new Money(row.getBigDecimal("held"), currency),
                new Money(row.getBigDecimal("charged"), currency), new Money(row.getBigDecimal("paid_out"), currency));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static String bytea(ChainHash hash) {
        return "\\x" + hash.hex();
    }

    private static KeptReceipt receipt(ResultSet row) throws SQLException {
        return new KeptReceipt(new KeyedCommand(new IdempotencyKey(row.getString("type")),
                HexFormat.of().formatHex(row.getBytes("hash"))), row.getString("payload"));
    }

    /// Is told which entry of which stream has a position.
    interface PositionReader {

        void read(long position, String stream, ChainHash hash);
    }

    /// What was asked for; of a wallet that nothing has happened to, the empty state; receipts only where there are any.
    record Found(Map<TripId, FareStatus> fares, Map<Wallet, WalletState> states,
            Map<IdempotencyKey, KeptReceipt> receipts) {}
}
