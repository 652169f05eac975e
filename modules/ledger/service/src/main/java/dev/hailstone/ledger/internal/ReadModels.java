package dev.hailstone.ledger.internal;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.hailstone.ledger.internal.Entry.OfTrip;

/// Balances and statements, derived from the entries.
///
/// They exist in generations. Readers look at the one that the head names; another one can be built beside it.
@Component
class ReadModels {

    // One round trip for any number of entries. Both inserts see the accounts as they were before, which is what running
    // balances have to start from. New totals may be counted from what is read: there is one writer. The lateral join with
    // its limit is a look-up by key under every plan; a plain one was planned as a scan of the table while that was small,
    // and kept when it was no longer.
    private static final String APPLY = """
            with change as (
                select * from unnest(
                       cast(:positions as bigint[]), cast(:accounts as text[]), cast(:currencies as text[]),
                       cast(:kinds as text[]), cast(:moved as numeric[]), cast(:held as numeric[]),
                       cast(:charges as bigint[]), cast(:charged as numeric[]), cast(:reasons as text[]),
                       cast(:trips as uuid[]), cast(:times as timestamptz[]))
                    as c (position, account, currency, kind, moved, held, charges, charged, reason, trip_id, at)
            ), running as (
                select c.*, coalesce(a.debits, 0) + sum(greatest(-c.moved, 0)) over earlier as all_debits,
                       coalesce(a.credits, 0) + sum(greatest(c.moved, 0)) over earlier as all_credits,
                       coalesce(a.held, 0) + sum(c.held) over earlier as all_held,
                       coalesce(a.charges, 0) + sum(c.charges) over earlier as all_charges,
                       coalesce(a.charged, 0) + sum(c.charged) over earlier as all_charged,
                       lead(c.position) over earlier is null as last
                  from change c
                  left join lateral (
                       select * from account
                        where generation = :generation and account = c.account and currency = c.currency limit 1) a
                    on true
                window earlier as (partition by c.account, c.currency order by c.position)
            ), stated as (
                insert into statement_entry
                       (generation, account, currency, position, reason, trip_id, amount, balance, at)
                select :generation, account, currency, position, reason, trip_id, moved, all_credits - all_debits, at
                  from running where reason is not null
            )
            insert into account (generation, account, currency, kind, debits, credits, held, charges, charged)
            select :generation, account, currency, kind, all_debits, all_credits, all_held, all_charges, all_charged
              from running where last
            on conflict (generation, account, currency) do update
               set debits = excluded.debits, credits = excluded.credits, held = excluded.held,
                   charges = excluded.charges, charged = excluded.charged""";

    private static final String DIFFERENCES = """
            with a as (select account, currency, kind, debits, credits, held, charges, charged from account
                        where generation = :one),
                 b as (select account, currency, kind, debits, credits, held, charges, charged from account
                        where generation = :other),
                 s as (select account, currency, position, reason, trip_id, amount, balance, at from statement_entry
                        where generation = :one),
                 t as (select account, currency, position, reason, trip_id, amount, balance, at from statement_entry
                        where generation = :other)
            select (select count(*) from ((table a except table b) union all (table b except table a)) d)
                 + (select count(*) from ((table s except table t) union all (table t except table s)) d)""";

    private final JdbcClient jdbc;

    ReadModels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Applies entries that follow the ones applied before, in the order of the store.
    void apply(int generation, List<RecordedEntry> entries) {
        Rows rows = new Rows("positions", "accounts", "currencies", "kinds", "moved", "held", "charges", "charged",
                "reasons", "trips", "times");
        for (RecordedEntry recorded : entries) {
            Entry entry = recorded.entry();
            for (AccountChange change : recorded.changes()) {
                rows.add(recorded.position(), change.account().code(), change.currency(), change.account().kind(),
                        change.moved().amount(), change.held().amount(), change.charges(), change.charged().amount(),
                        reasonOf(entry, change), entry instanceof OfTrip ofTrip ? ofTrip.tripId() : null,
                        recorded.at());
            }
        }
        if (!rows.isEmpty()) {
            jdbc.sql(APPLY).param("generation", generation).params(rows.parameters()).update();
        }
    }

    /// The generation that readers look at.
    int generation() {
        return jdbc.sql("select generation from ledger_head").query(Integer.class).single();
    }

    /// Claims the right to build another generation until the end of this transaction.
    ///
    /// @return false if somebody else has it
    boolean claimRebuild() {
        // Advisory locks belong to the database, so the schema is part of the name.
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.rebuild', 0))")
                .query(Boolean.class)
                .single();
    }

    /// In how many rows two generations differ.
    long differences(int one, int other) {
        return jdbc.sql(DIFFERENCES).param("one", one).param("other", other).query(Long.class).single();
    }

    /// Lets readers look at another generation from the end of this transaction on, and removes the one before.
    void replace(int generation, int next) {
        jdbc.sql("update ledger_head set generation = :next").param("next", next).update();
        jdbc.sql("delete from account where generation = :generation").param("generation", generation).update();
        jdbc.sql("delete from statement_entry where generation = :generation")
                .param("generation", generation)
                .update();
    }

    /// What a statement says of a change; a change that moved nothing is not in it.
    private static @Nullable StatementReason reasonOf(Entry entry, AccountChange change) {
        return change.moved().isZero() ? null : StatementReason.of(entry, change.account()).orElse(null);
    }
}
