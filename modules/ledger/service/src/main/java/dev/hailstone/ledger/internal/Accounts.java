package dev.hailstone.ledger.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.RiderBalance;
import dev.hailstone.ledger.internal.Account.Driver;
import dev.hailstone.ledger.internal.Account.Kind;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// What accounts say. Each answer is of one moment, and tells the position of the last entry that it knows.
@Component
@Transactional(readOnly = true)
class Accounts {

    // The head in the same statement: it names the generation, and the answer belongs to its position. Lateral with a limit,
    // since that is a look-up by key under every plan.
    private static final String ONE = """
            select h.position, coalesce(a.balance, 0) as balance, coalesce(a.held, 0) as held,
                   coalesce(a.debits, 0) as debits, coalesce(a.credits, 0) as credits,
                   coalesce(a.charged, 0) as charged
              from ledger_head h
              left join lateral (
                   select * from account
                    where generation = h.generation and account = :account and currency = :currency limit 1) a
                on true""";

    private final JdbcClient jdbc;
    private final LedgerProperties properties;

    Accounts(JdbcClient jdbc, LedgerProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    Funds funds(Account account, Currency currency) {
        return one(account, currency).query((row, _) -> funds(row, currency)).single();
    }

    RiderBalance ofRider(RiderId rider) {
        Currency currency = properties.currency();
        return one(new Rider(rider), currency).query((row, _) -> {
            Funds funds = funds(row, currency);
            return new RiderBalance(rider, funds.balance(), funds.held(),
                    funds.available(properties.creditIn(currency)), money(row, "charged", currency),
                    row.getLong("position"));
        }).single();
    }

    DriverBalance ofDriver(DriverId driver) {
        Currency currency = properties.currency();
        return one(new Driver(driver), currency).query((row, _) -> new DriverBalance(driver,
                money(row, "balance", currency), money(row, "credits", currency), money(row, "debits", currency),
                row.getLong("position"))).single();
    }

    /// What riders whose id begins with a prefix have been charged.
    RiderCharges chargesOf(RiderIdPrefix prefix) {
        Currency currency = properties.currency();
        return jdbc.sql("""
                select h.position, count(a.account) as riders, coalesce(sum(a.charges), 0) as charges,
                       coalesce(sum(a.charged), 0) as charged
                  from ledger_head h
                  left join account a
                    on a.generation = h.generation and a.account >= :from and a.account < :to
                   and a.currency = :currency and a.charges > 0
                 group by h.position""")
                .param("from", prefix.first())
                .param("to", prefix.end())
                .param("currency", currency.getCurrencyCode())
                .query((row, _) -> new RiderCharges(row.getLong("riders"), row.getLong("charges"),
                        money(row, "charged", currency), row.getLong("position")))
                .single();
    }

    /// A page of a statement, oldest entry first. Entries never move: what follows a position stays what it is.
    Statement statementOf(Account account, long after, int limit) {
        Currency currency = properties.currency();
        long[] position = new long[1];
        List<StatementEntry> entries = new ArrayList<>();
        jdbc.sql("""
                select h.position as head, s.position, s.reason, s.trip_id, s.amount, s.balance, s.at
                  from ledger_head h
                  left join lateral (
                       select * from statement_entry e
                        where e.generation = h.generation and e.account = :account and e.currency = :currency
                          and e.position > :after
                        order by e.position limit :limit) s on true
                 order by s.position""")
                .param("account", account.code())
                .param("currency", currency.getCurrencyCode())
                .param("after", after)
                .param("limit", limit)
                .query(row -> {
                    position[0] = row.getLong("head");
                    if (row.getObject("position") != null) {
                        entries.add(statementEntry(row, currency));
                    }
                });
        return new Statement(entries, position[0]);
    }

    TrialBalance trialBalance() {
        long[] position = new long[1];
        List<TrialBalance.Line> lines = new ArrayList<>();
        jdbc.sql("""
                select h.position, a.kind, a.currency, count(*) as accounts, sum(a.debits) as debits,
                       sum(a.credits) as credits,
                       case split_part(a.account, ':', 1) when 'rider' then 'riders' when 'driver' then 'drivers'
                            else a.account end as name
                  from ledger_head h left join account a on a.generation = h.generation
                 group by h.position, a.kind, a.currency, name
                 order by a.currency, a.kind, name""")
                .query(row -> {
                    position[0] = row.getLong("position");
                    if (row.getString("name") != null) {
                        lines.add(trialBalanceLine(row));
                    }
                });
        return TrialBalance.of(lines, position[0]);
    }

    private JdbcClient.StatementSpec one(Account account, Currency currency) {
        return jdbc.sql(ONE).param("account", account.code()).param("currency", currency.getCurrencyCode());
    }

    private static Funds funds(ResultSet row, Currency currency) throws SQLException {
        return new Funds(money(row, "balance", currency), money(row, "held", currency));
    }

    private static StatementEntry statementEntry(ResultSet row, Currency currency) throws SQLException {
        return new StatementEntry(row.getLong("position"), StatementReason.valueOf(row.getString("reason")),
                Optional.ofNullable(row.getObject("trip_id", UUID.class)).map(TripId::new).orElse(null),
                money(row, "amount", currency), money(row, "balance", currency),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    private static TrialBalance.Line trialBalanceLine(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        return TrialBalance.Line.of(row.getString("name"), Kind.valueOf(row.getString("kind")),
                row.getLong("accounts"), money(row, "debits", currency), money(row, "credits", currency));
    }

    private static Money money(ResultSet row, String column, Currency currency) throws SQLException {
        return new Money(row.getBigDecimal(column), currency);
    }
}
