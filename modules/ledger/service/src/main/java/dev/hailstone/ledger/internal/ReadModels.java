package dev.hailstone.ledger.internal;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Balances, statements, earnings and revenue, derived from the entries and their postings in the order of positions.
///
/// They have two generations each. Readers look at those that the head names; the others can be built beside them, by the same
/// statements. The database does the work: no row leaves it.
@Component
class ReadModels {

    // Lateral joins with a limit are look-ups by key under every plan; see Entries.
    private static final String NEWLY_ORDERED = """
            with taken as (
                delete from ledger_unordered returning transactions
            ), numbered as materialized (
                -- By time, but never against the versions of a stream, whatever the writers' clocks said.
                select :after + row_number() over (order by since, stream, version) as position, committed.*
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

    private static final String CHANGE = """
            %s change as (
                select n.position, n.type, n.trip_id, coalesce(n.zone, 'unknown') as zone, n.occurred_at, n.recorded_at,
                       p.account, p.currency, p.amount, p.held,
                       n.stream = p.account || '/' || p.currency as own, n.type = 'fare-settled' as fare
                  from %s)""";

    private static final String NEW_CHANGE = CHANGE.formatted(NEWLY_ORDERED, """
            numbered n
             cross join lateral (select * from posting where transaction_id = n.transaction_id limit 1000) p""");

    private static final String FEW_CHANGES = CHANGE.formatted("with", """
            (select e.*, o.position
                     from (select * from ledger_order where position > :after and position <= :until) o
                    cross join lateral (
                          select * from ledger_event where transaction_id = o.transaction_id limit 1) e) n
             cross join lateral (select * from posting where transaction_id = n.transaction_id limit 1000) p""");

    // All that there ever were, joined as whole sets: a million look-ups by key take longer.
    private static final String ALL_CHANGES = CHANGE.formatted("with", """
            (select e.*, o.position
                     from ledger_order o join ledger_event e on e.transaction_id = o.transaction_id
                    where o.position > :after and o.position <= :until) n
              join posting p on p.transaction_id = n.transaction_id""");

    private static final String HEAD = "select * from ledger_head";

    private final JdbcClient jdbc;
    private final Map<Map<ReadModel, Integer>, String> postings = new ConcurrentHashMap<>();

    ReadModels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Waits for the right to move the read models on, and has it until the end of this transaction.
    Head takePen() {
        // A statement of its own: what follows must see everything that is committed.
        return head(HEAD + " for update");
    }

    /// Gives committed transactions the positions that follow the head, and applies them to the live read models. Only who
    /// has the pen may.
    ///
    /// @return the last position
    long post(Head head) {
        return jdbc.sql(postings.computeIfAbsent(head.generations(), ReadModels::posting))
                .param("after", head.position())
                .query(Long.class)
                .single();
    }

    private static String posting(Map<ReadModel, Integer> generations) {
        return Arrays.stream(ReadModel.values())
                .map(model -> ", %s as (%n%s)".formatted(model.code(),
                        model.addition(Objects.requireNonNull(generations.get(model)))))
                .collect(Collectors.joining("", NEW_CHANGE, "\nselect coalesce(max(position), :after) from numbered"));
    }

    /// Applies all transactions that have positions to a generation that is empty, and that nobody looks at yet. In the
    /// caller's transaction, or in one of its own.
    ///
    /// @param share which share of the model, from 0 on
    /// @param until the position of the last one that is to be applied
    @Transactional
    void begin(ReadModel model, int generation, int share, long until) {
        // Young tables have no statistics, and the planner would take them for small.
        set("enable_nestloop", "off");
        set("work_mem", "128MB");
        jdbc.sql(ALL_CHANGES + "\n" + model.beginning(generation))
                .param("share", share)
                .param("after", 0)
                .param("until", until)
                .update();
        set("enable_nestloop", "on");
    }

    /// Applies transactions that have positions to a generation that nobody looks at yet.
    ///
    /// @param after the position of the last one that was applied to it
    /// @param until the position of the last one that is to be
    void replay(ReadModel model, int generation, long after, long until) {
        jdbc.sql(FEW_CHANGES + "\n" + model.addition(generation))
                .param("after", after)
                .param("until", until)
                .update();
    }

    /// How far the bookkeeper is, without waiting for them.
    Head head() {
        return head(HEAD);
    }

    /// Claims the right to build other generations until the end of this transaction.
    ///
    /// @return false if somebody else has it
    boolean claimRebuild() {
        // Advisory locks belong to the database, so the schema is part of the name.
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.rebuild', 0))")
                .query(Boolean.class)
                .single();
    }

    /// In how many rows the two generations differ. It is told quickly that there are none.
    long differences(ReadModel model) {
        boolean equal = jdbc.sql(model.equality()).query(Boolean.class).single();
        return equal ? 0 : jdbc.sql(model.differences()).query(Long.class).single();
    }

    /// Whether this transaction may do nothing for as long as it likes, or for as long as any.
    void mayIdle(boolean may) {
        jdbc.sql("""
                select set_config(name, case when :may then '0' else reset_val end, true)
                  from pg_settings where name = 'idle_in_transaction_session_timeout'""")
                .param("may", may)
                .query(String.class)
                .single();
    }

    /// Lets readers look at another generation from the end of this transaction on.
    void replace(ReadModel model, int next) {
        jdbc.sql("update ledger_head set %s = :next".formatted(model.generationColumn())).param("next", next).update();
    }

    /// Empties a generation that nobody looks at. In a transaction of its own, since whoever reads any generation waits for its
    /// end, as it waits for theirs.
    ///
    /// @throws org.springframework.dao.PessimisticLockingFailureException if somebody reads for too long
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    void empty(ReadModel model, int generation) {
        set("lock_timeout", "5s");
        jdbc.sql("truncate " + model.table(generation)).update();
    }

    private Head head(String sql) {
        return jdbc.sql(sql).query((row, _) -> {
            Map<ReadModel, Integer> generations = new EnumMap<>(ReadModel.class);
            for (ReadModel model : ReadModel.values()) {
                generations.put(model, row.getInt(model.generationColumn()));
            }
            return new Head(row.getLong("position"), generations);
        }).single();
    }

    /// Until the end of this transaction, or until it is set otherwise.
    private void set(String name, String value) {
        jdbc.sql("select set_config(:name, :value, true)")
                .param("name", name)
                .param("value", value)
                .query(String.class)
                .single();
    }
}
