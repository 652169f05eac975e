package dev.hailstone.ledger.internal;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Balances, statements, earnings and revenue, derived from the entries and their postings in the order of positions.
///
/// They exist in generations. Readers look at the one that the head names; another one can be built beside it, by the same
/// statement. The database does the work: no row leaves it.
@Component
class ReadModels {

    // Lateral joins with a limit are look-ups by key under every plan; see Entries.
    private static final String NEWLY_ORDERED = """
            with taken as (
                delete from ledger_unordered returning transactions
            ), numbered as materialized (
                -- By time, but never against the versions of a stream, whatever the writers' clocks said.
                select :position + row_number() over (order by since, stream, version) as position, committed.*
                  from (select e.*, max(e.recorded_at) over (partition by e.stream order by e.version) as since
                          from taken
                         cross join unnest(taken.transactions) as t (transaction_id)
                         cross join lateral (
                               select * from ledger_event where transaction_id = t.transaction_id limit 1) e) committed
            ), ordered as (
                insert into ledger_order (position, transaction_id)
                select position, transaction_id from numbered order by position
            ), advanced as (
                update ledger_head set position = position + (select count(*) from numbered)
            ),""";

    private static final String ORDERED_BEFORE = """
            with numbered as materialized (
                select o.position, e.*
                  from (select * from ledger_order where position > :position order by position limit :limit) o
                 cross join lateral (
                       select * from ledger_event where transaction_id = o.transaction_id limit 1) e
            ),""";

    // Running balances start from the accounts as they were before; all parts of a statement see that.
    private static final String APPLY = """

            change as materialized (
                select n.position, n.type, n.trip_id, coalesce(n.zone, 'unknown') as zone, n.occurred_at, n.recorded_at,
                       p.account, p.currency, p.amount, p.held,
                       n.stream = p.account || '/' || p.currency as own, n.type = 'fare-settled' as fare
                  from numbered n
                 cross join lateral (select * from posting where transaction_id = n.transaction_id limit 1000) p
            ), running as materialized (
                select c.*, coalesce(a.debits, 0) + sum(greatest(-c.amount, 0)) over earlier as all_debits,
                       coalesce(a.credits, 0) + sum(greatest(c.amount, 0)) over earlier as all_credits,
                       coalesce(a.held, 0) + sum(c.held) over earlier as all_held,
                       coalesce(a.charges, 0) + count(*) filter (where c.own and c.fare) over earlier as all_charges,
                       coalesce(a.charged, 0)
                           - coalesce(sum(c.amount) filter (where c.own and c.fare) over earlier, 0) as all_charged,
                       lead(c.position) over earlier is null as last
                  from change c
                  left join lateral (
                       select * from account
                        where generation = :generation and account = c.account and currency = c.currency limit 1) a
                    on true
                window earlier as (partition by c.account, c.currency order by c.position)
            ), stated as (
                insert into statement_entry
                       (generation, account, currency, position, type, trip_id, amount, balance, held, at)
                select :generation, account, currency, position, type, trip_id, amount, all_credits - all_debits,
                       all_held, recorded_at
                  from running
                 where split_part(account, ':', 1) in ('rider', 'driver', 'account') and (amount <> 0 or held <> 0)
            ), earned as (
                insert into driver_earnings as d (generation, account, currency, day, trips, earned)
                select :generation, account, currency, cast(occurred_at at time zone 'UTC' as date),
                       count(*) filter (where fare) - count(*) filter (where type = 'transaction-reversed'), sum(amount)
                  from change where account >= 'driver:' and account < 'driver;' and trip_id is not null
                 group by 2, 3, 4
                on conflict (generation, account, currency, day) do update
                   set trips = d.trips + excluded.trips, earned = d.earned + excluded.earned
            ), taken_in as (
                insert into zone_revenue as z (generation, zone, hour, currency, trips, fares, revenue)
                select :generation, zone, date_trunc('hour', occurred_at, 'UTC'), currency,
                       count(*) filter (where own and fare)
                           - count(*) filter (where own and type = 'transaction-reversed'),
                       coalesce(-sum(amount) filter (where own), 0),
                       coalesce(sum(amount) filter (where account = 'platform:revenue'), 0)
                  from change where type in ('fare-settled', 'fare-refunded', 'transaction-reversed')
                   and trip_id is not null
                 group by 2, 3, 4
                on conflict (generation, zone, hour, currency) do update
                   set trips = z.trips + excluded.trips, fares = z.fares + excluded.fares,
                       revenue = z.revenue + excluded.revenue
            ), kept as (
                insert into account (generation, account, currency, debits, credits, held, charges, charged)
                select :generation, account, currency, all_debits, all_credits, all_held, all_charges, all_charged
                  from running where last
                on conflict (generation, account, currency) do update
                   set debits = excluded.debits, credits = excluded.credits, held = excluded.held,
                       charges = excluded.charges, charged = excluded.charged
            )
            select coalesce(max(position), :position) from numbered""";

    /// The tables of a generation, with what two generations are compared by.
    private static final List<Table> TABLES = List.of(
            new Table("account", "account, currency, debits, credits, held, charges, charged"),
            new Table("statement_entry", "account, currency, position, type, trip_id, amount, balance, held, at"),
            new Table("driver_earnings", "account, currency, day, trips, earned"),
            new Table("zone_revenue", "zone, hour, currency, trips, fares, revenue"));

    private static final String DIFFERENCES = TABLES.stream()
            .map(Table::differences)
            .collect(Collectors.joining(" + ", "select ", ""));

    private final JdbcClient jdbc;

    ReadModels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Waits for the right to move the read models on, and has it until the end of this transaction.
    Head takePen() {
        // A statement of its own: what follows must see everything that is committed.
        return jdbc.sql("select position, generation from ledger_head for update")
                .query((row, _) -> new Head(row.getLong("position"), row.getInt("generation")))
                .single();
    }

    /// Gives committed transactions the positions that follow the head, and applies them to the live read models. Only who
    /// has the pen may.
    ///
    /// @return the last position
    long post(Head head) {
        return jdbc.sql(NEWLY_ORDERED + APPLY)
                .param("position", head.position())
                .param("generation", head.generation())
                .query(Long.class)
                .single();
    }

    /// Applies transactions that have positions to a generation that nobody looks at yet.
    ///
    /// @param after the position of the last one that was applied to it
    /// @return the position of the last one that is now, at most `limit` further
    long replay(long after, int limit, int generation) {
        return jdbc.sql(ORDERED_BEFORE + APPLY)
                .param("position", after)
                .param("limit", limit)
                .param("generation", generation)
                .query(Long.class)
                .single();
    }

    /// How far the bookkeeper is, without waiting for them.
    Head head() {
        return jdbc.sql("select position, generation from ledger_head")
                .query((row, _) -> new Head(row.getLong("position"), row.getInt("generation")))
                .single();
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
        for (Table table : TABLES) {
            jdbc.sql("delete from " + table.name + " where generation = :generation")
                    .param("generation", generation)
                    .update();
        }
    }

    private record Table(String name, String columns) {

        String differences() {
            return "(select count(*) from (%1$s except %2$s union all (%2$s except %1$s)) d)"
                    .formatted(rowsOf(":one"), rowsOf(":other"));
        }

        private String rowsOf(String generation) {
            return "select %s from %s where generation = %s".formatted(columns, name, generation);
        }
    }
}
