package dev.hailstone.ledger.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.kernel.InvalidValueException;

/// Looks whether the store is what was written: nobody has changed, added or removed a row behind the ledger's back, not even
/// who may do so. Who also computes all hashes that follow is found by a seal that was kept.
///
/// It reads everything once, in one snapshot, beside the traffic, and holds few entries in memory at a time.
@Component
class VerifyingStore {

    /// More would not help anybody; the first ones tell where to look.
    private static final int MOST_FINDINGS = 100;

    private static final String UNBALANCED = """
            select transaction_id, null as stream, 0 as version,
                   'the postings sum to ' || sum(amount) || ' ' || currency || ', not to zero' as what
              from posting group by transaction_id, currency having sum(amount) <> 0""";

    private static final String WITHOUT_EVENT = """
            select distinct transaction_id, null as stream, 0 as version, 'there are postings without an entry' as what
              from posting p where not exists (select from ledger_event e where e.transaction_id = p.transaction_id)""";

    // What counts as charged or paid out is what an entry says of its postings: a fare stays charged when it is undone, a
    // payout does not stay paid out.
    private static final String WALLETS = """
            select null as transaction_id, coalesce(w.stream, s.stream) as stream, coalesce(w.version, 0) as version,
                   concat('the wallet says ', coalesce(w.balance, 0), ', ', coalesce(w.held, 0), ' held, ',
                          coalesce(w.charged, 0), ' charged and ', coalesce(w.paid_out, 0), ' paid out, its postings say ',
                          coalesce(s.balance, 0), ', ', coalesce(s.held, 0), ' held, ', coalesce(s.charged, 0),
                          ' charged and ', coalesce(s.paid_out, 0), ' paid out') as what
              from wallet w
              full join (select p.account || '/' || p.currency as stream, sum(p.amount) as balance, sum(p.held) as held,
                                -sum(p.amount) filter (where e.type = 'fare-settled'
                                    and e.stream = p.account || '/' || p.currency) as charged,
                                -sum(p.amount) filter (where split_part(p.account, ':', 1) = 'driver'
                                    and 'payout-sent' in (e.type, r.type)) as paid_out
                           from posting p
                           left join ledger_event e on e.transaction_id = p.transaction_id
                           left join ledger_event r on r.transaction_id = e.reverses
                          where split_part(p.account, ':', 1) in ('rider', 'driver', 'account')
                          group by p.account, p.currency) s on s.stream = w.stream
             where (coalesce(w.balance, 0), coalesce(w.held, 0), coalesce(w.charged, 0), coalesce(w.paid_out, 0))
                <> (coalesce(s.balance, 0), coalesce(s.held, 0), coalesce(s.charged, 0), coalesce(s.paid_out, 0))""";

    private static final String ENDS = """
            select null as transaction_id, w.stream, w.version,
                   'the wallet knows version ' || w.version || ' with another hash than the last entry' as what
              from wallet w left join ledger_event e on e.stream = w.stream and e.version = w.version
             where w.version > 0 and w.hash is distinct from e.hash
            union all
            select null, e.stream, e.version, 'the wallet does not know this entry'
              from ledger_event e left join wallet w on w.stream = e.stream
             where e.version > coalesce(w.version, 0)""";

    private static final String POSITIONS = """
            select transaction_id, null as stream, 0 as version, 'the entry has no position' as what
              from (select transaction_id from ledger_event
                    except select transaction_id from ledger_order
                    except select unnest(transactions) from ledger_unordered) e
            union all
            select transaction_id, null, 0, 'the position ' || position || ' is of no entry' from ledger_order o
             where not exists (select from ledger_event e where e.transaction_id = o.transaction_id)
            union all
            select null, null, 0, 'the positions are not 1 to ' || h.position
              from ledger_head h, (select count(*) as many, coalesce(max(position), 0) as last from ledger_order) o
             where o.many <> h.position or o.last <> h.position
            union all
            select transaction_id, stream, version, 'the position is not after that of the version before'
              from (select e.transaction_id, e.stream, e.version, o.position,
                           lag(o.position) over (partition by e.stream order by e.version) as before
                      from ledger_event e join ledger_order o on o.transaction_id = e.transaction_id) p
             where position < before""";

    private final Entries entries;
    private final JdbcClient jdbc;

    VerifyingStore(Entries entries, JdbcClient jdbc) {
        this.entries = entries;
        this.jdbc = jdbc;
    }

    /// @param until the position up to which entries are sealed; null for the last one
    /// @throws InvalidValueException if there is no such position
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Verification verify(@Nullable Long until) {
        long last = jdbc.sql("select position from ledger_head").query(Long.class).single();
        long position = until == null ? last : until;
        if (position < 0 || position > last) {
            throw new InvalidValueException("until", "must be between 0 and %d, was %d".formatted(last, position));
        }
        Seal seal = new Seal();
        entries.forEachPosition(position, seal::add);
        Chain chain = new Chain();
        entries.forEach(chain::add);
        List<Finding> findings = new ArrayList<>(chain.findings);
        for (String check : List.of(UNBALANCED, WITHOUT_EVENT, WALLETS, ENDS, POSITIONS)) {
            findings.addAll(jdbc.sql("select * from (%s) found limit %d".formatted(check, MOST_FINDINGS))
                    .query((row, _) -> new Finding(row.getString("stream"), row.getInt("version"),
                            row.getObject("transaction_id", UUID.class), row.getString("what")))
                    .list());
        }
        return new Verification(findings.isEmpty(), chain.entries, chain.streams, position, seal.hash.hex(),
                findings.stream().limit(MOST_FINDINGS).toList());
    }

    /// @param sound whether nothing was found: whoever wrote the rows wrote all of them, with all of their hashes
    /// @param position up to which the seal goes; all else is of the whole store
    /// @param seal the hash over the position, stream and hash of each entry up to the position. Kept elsewhere with it, it
    ///         proves later, asked for the same position, that the past has been neither rewritten as a whole nor put in
    ///         another order
    /// @param findings at most a hundred
    record Verification(boolean sound, long entries, long streams, long position, String seal,
            List<Finding> findings) {}

    /// Something that is not as it was written.
    ///
    /// @param stream null if it is in no particular one
    /// @param version 0 if it is no particular one
    record Finding(@Nullable String stream, int version, @Nullable UUID transactionId, String what) {}

    /// Follows the positions. What comes later changes nothing of what was sealed before.
    private static final class Seal {

        private ChainHash hash = ChainHash.NONE;

        void add(long position, String stream, ChainHash entry) {
            hash = hash.then(List.of(Long.toString(position), stream, entry.hex()));
        }
    }

    /// Follows the chains, one after the other.
    private static final class Chain {

        private final List<Finding> findings = new ArrayList<>();
        private @Nullable String stream;
        private int version;
        private ChainHash last = ChainHash.NONE;
        private long entries;
        private long streams;

        void add(StoredEntry stored, ChainHash hash) {
            if (!stored.stream().equals(stream)) {
                stream = stored.stream();
                streams++;
                version = 0;
                last = ChainHash.NONE;
            }
            version++;
            if (stored.version() != version) {
                find(stored, "version %d is missing".formatted(version));
                version = stored.version();
            } else if (!stored.seal(last).equals(hash)) {
                find(stored, "the entry or its postings are not what was sealed");
            }
            // On from what is stored: the next entry is judged by itself.
            last = hash;
            entries++;
        }

        private void find(StoredEntry stored, String what) {
            if (findings.size() < MOST_FINDINGS) {
                findings.add(new Finding(stored.stream(), stored.version(), stored.transactionId(), what));
            }
        }
    }
}
