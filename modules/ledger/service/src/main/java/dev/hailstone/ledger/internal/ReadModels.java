package dev.hailstone.ledger.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.OfTrip;

/// Balances and statements, derived from the entries.
///
/// They exist in generations. Readers look at the one that the head names; another one can be built beside it.
@Component
class ReadModels {

    // One round trip for any number of entries. Both inserts see the accounts as they were before, which is what running
    // balances have to start from. New totals may be counted from what is read: there is one writer.
    private static final String APPLY = """
            with change as (
                select * from unnest(
                       cast(:positions as bigint[]), cast(:accounts as text[]), cast(:currencies as text[]),
                       cast(:kinds as text[]), cast(:moved as numeric[]), cast(:held as numeric[]),
                       cast(:charges as bigint[]), cast(:charged as numeric[]), cast(:reasons as text[]),
                       cast(:trips as uuid[]), cast(:times as timestamptz[]))
                    as c (position, account, currency, kind, moved, held, charges, charged, reason, trip_id, at)
            ), running as (
                select c.*, coalesce(a.balance, 0)
                            + sum(c.moved) over (partition by c.account, c.currency order by c.position) as balance
                  from change c
                  left join account a
                    on a.generation = :generation and a.account = c.account and a.currency = c.currency
            ), stated as (
                insert into statement_entry
                       (generation, account, currency, position, reason, trip_id, amount, balance, at)
                select :generation, account, currency, position, reason, trip_id, moved, balance, at
                  from running where reason is not null
            )
            insert into account (generation, account, currency, kind, debits, credits, held, charges, charged)
            select :generation, c.account, c.currency, c.kind,
                   coalesce(a.debits, 0) + sum(greatest(-c.moved, 0)),
                   coalesce(a.credits, 0) + sum(greatest(c.moved, 0)),
                   coalesce(a.held, 0) + sum(c.held),
                   coalesce(a.charges, 0) + sum(c.charges), coalesce(a.charged, 0) + sum(c.charged)
              from change c
              left join account a
                on a.generation = :generation and a.account = c.account and a.currency = c.currency
             group by c.account, c.currency, c.kind, a.generation, a.account, a.currency
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
        List<Row> rows = new ArrayList<>();
        for (RecordedEntry entry : entries) {
            for (AccountChange change : AccountChange.of(entry.entry(), entry.transaction())) {
                rows.add(new Row(entry, change));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql(APPLY)
                .param("generation", generation)
                .param("positions", rows.stream().map(row -> row.entry.position()).toArray(Long[]::new))
                .param("accounts", texts(rows, row -> row.change.account().code()))
                .param("currencies", texts(rows, row -> row.change.currency().getCurrencyCode()))
                .param("kinds", texts(rows, row -> row.change.account().kind().name()))
                .param("moved", amounts(rows, AccountChange::moved))
                .param("held", amounts(rows, AccountChange::held))
                .param("charges", rows.stream().map(row -> (long) row.change.charges()).toArray(Long[]::new))
                .param("charged", amounts(rows, AccountChange::charged))
                .param("reasons", texts(rows, Row::reason))
                .param("trips", texts(rows, Row::trip))
                .param("times", texts(rows, row -> row.entry.at().toString()))
                .update();
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

    private static @Nullable String[] texts(List<Row> rows, Function<Row, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static @Nullable String[] amounts(List<Row> rows, Function<AccountChange, Money> column) {
        return texts(rows, row -> column.apply(row.change).amount().toPlainString());
    }

    private record Row(RecordedEntry entry, AccountChange change) {

        @Nullable
        String reason() {
            return change.moved().isZero()
                    ? null
                    : StatementReason.of(entry.entry(), change.account()).map(Enum::name).orElse(null);
        }

        @Nullable
        String trip() {
            return entry.entry() instanceof OfTrip ofTrip ? ofTrip.tripId().toString() : null;
        }
    }
}
