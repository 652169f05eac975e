package dev.hailstone.ledger.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Something that is derived from the entries. Each has two generations, 0 and 1, of which the head names the live one: a
/// partitioned table for readers, and a table for each generation, `account_0`, for who writes.
///
/// A model is one statement that adds changes to it, whether these are the last few or all that there ever were; only where
/// the changes follow others does it look for what was there before.
enum ReadModel {

    /// What each account has, and the trial balance.
    BALANCES("account", "account, currency, debits, credits, held, charges, charged",
            """
                    insert into account_:generation as a (generation, account, currency, debits, credits, held, charges, charged)
                    select :generation, account, currency, sum(greatest(-amount, 0)), sum(greatest(amount, 0)), sum(held),
                           count(*) filter (where own and fare), coalesce(-sum(amount) filter (where own and fare), 0)
                      from change group by account, currency
                    on conflict (generation, account, currency) do update
                       set debits = a.debits + excluded.debits, credits = a.credits + excluded.credits,
                           held = a.held + excluded.held, charges = a.charges + excluded.charges,
                           charged = a.charged + excluded.charged"""),

    /// What moved on each wallet, with what it had afterwards.
    STATEMENTS("statement_entry", "account, currency, position, type, trip_id, amount, balance, held, at",
            """
                    insert into statement_entry_:generation
                           (generation, account, currency, position, type, trip_id, amount, balance, held, at)
                    select :generation, c.account, c.currency, c.position, c.type, c.trip_id, c.amount,
                           coalesce(s.balance, 0) + sum(c.amount) over earlier,
                           coalesce(s.held, 0) + sum(c.held) over earlier, greatest(s.at, max(c.recorded_at) over earlier)
                      from change c :before
                     where split_part(c.account, ':', 1) in ('rider', 'driver', 'account') and (c.amount <> 0 or c.held <> 0) :share
                    window earlier as (partition by c.account, c.currency order by c.position)"""),

    /// What drivers earned, by day.
    EARNINGS("driver_earnings", "account, currency, day, trips, earned", """
            insert into driver_earnings_:generation as d (generation, account, currency, day, trips, earned)
            select :generation, account, currency, cast(occurred_at at time zone 'UTC' as date),
                   count(*) filter (where fare) - count(*) filter (where type = 'transaction-reversed'), sum(amount)
              from change where account >= 'driver:' and account < 'driver;' and trip_id is not null
             group by 2, 3, 4
            on conflict (generation, account, currency, day) do update
               set trips = d.trips + excluded.trips, earned = d.earned + excluded.earned"""),

    /// What rides brought in, by zone and hour.
    REVENUE("zone_revenue", "zone, hour, currency, trips, fares, revenue", """
            insert into zone_revenue_:generation as z (generation, zone, hour, currency, trips, fares, revenue)
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
                   revenue = z.revenue + excluded.revenue""");

    private static final String LAST_STATEMENT = """
            left join lateral (
                   select * from statement_entry_:generation
                    where generation = :generation and account = c.account and currency = c.currency
                    order by position desc limit 1) s on true""";
    private static final String NO_STATEMENT = "cross join (values (0, 0, cast(null as timestamptz))) as s (balance, held, at)";

    private static final String SHARE = "and (hashtextextended(c.account, 0) & 1) = :share";

    private final String table;
    private final String columns;
    private final String addition;

    ReadModel(String table, String columns, String addition) {
        this.table = table;
        this.columns = columns;
        this.addition = addition;
    }

    static Optional<ReadModel> called(String name) {
        return Arrays.stream(values()).filter(model -> model.code().equals(name)).findAny();
    }

    /// What operators call it: `balances`.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The one that holds a generation.
    String table(int generation) {
        return table + "_" + generation;
    }

    /// The column of the head that names the live generation.
    String generationColumn() {
        return table + "_generation";
    }

    /// Statements have more rows than all others together. Two processes of the server derive them, each for one half of the
    /// accounts.
    int shares() {
        return this == STATEMENTS ? 2 : 1;
    }

    /// Adds the rows of `change`, which follow the position `:after`, to a generation.
    String addition(int generation) {
        return addition.replace(":before", LAST_STATEMENT)
                .replace(":share", "")
                .replace(":generation", Integer.toString(generation));
    }

    /// Adds the rows of `change`, which are all that there ever were, to a generation that is empty: those of the share
    /// `:share`, from 0 on, of as many as there are [#shares()].
    String beginning(int generation) {
        return addition.replace(":before", NO_STATEMENT)
                .replace(":share", SHARE)
                .replace(":generation", Integer.toString(generation));
    }

    /// Whether both generations have the same rows, as their number and the sum of their hashes say. A scan of all can be shared
    /// by several processes of the server.
    String equality() {
        return "select (%s) is not distinct from (%s)".formatted(fingerprintOf(0), fingerprintOf(1));
    }

    private String fingerprintOf(int generation) {
        return "select (count(*), sum(hash_record_extended(row(%s), 0))) from %s".formatted(columns, table(generation));
    }

    /// In how many rows the generations differ.
    String differences() {
        return "select count(*) from (%1$s except %2$s union all (%2$s except %1$s)) d"
                .formatted(rowsOf(0), rowsOf(1));
    }

    private String rowsOf(int generation) {
        return "select %s from %s".formatted(columns, table(generation));
    }
}
