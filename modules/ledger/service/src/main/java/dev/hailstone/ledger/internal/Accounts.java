package dev.hailstone.ledger.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.RiderBalance;
import dev.hailstone.ledger.internal.Account.Driver;
import dev.hailstone.ledger.internal.Account.Kind;
import dev.hailstone.ledger.internal.Account.Own;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// What accounts say. Each answer is of one moment, and tells the position of the last entry that it knows.
@Component
@Transactional(readOnly = true)
class Accounts {

    // Wallets are as of the last commit, so what has no position yet is in the answer too: the position is the one that the
    // last of these transactions will have. Only if others are committed before the bookkeeper comes, who orders by time, may one
    // of these come after them: who demands the position has them all, but as of that very position one may be missing. Lateral with a limit, since that is a look-up by key under every plan.
    private static final String WALLET = """
            select h.position + (select coalesce(sum(cardinality(transactions)), 0) from ledger_unordered) as position,
                   coalesce(w.version, 0) as version, coalesce(w.balance, 0) as balance, coalesce(w.held, 0) as held,
                   coalesce(w.charged, 0) as charged, coalesce(w.paid_out, 0) as paid_out
              from ledger_head h left join lateral (select * from wallet where stream = :stream limit 1) w on true""";

    private final JdbcClient jdbc;
    private final Entries entries;
    private final LedgerProperties properties;

    Accounts(JdbcClient jdbc, Entries entries, LedgerProperties properties) {
        this.jdbc = jdbc;
        this.entries = entries;
        this.properties = properties;
    }

    RiderBalance ofRider(RiderId rider) {
        return now(new Wallet(new Rider(rider), properties.currency()), (row, wallet) -> new RiderBalance(rider,
                wallet.balance(), wallet.held(), wallet.available(properties.creditIn(properties.currency())),
                wallet.charged(), row.getLong("position")));
    }

    DriverBalance ofDriver(DriverId driver) {
        return now(new Wallet(new Driver(driver), properties.currency()), (row, wallet) -> new DriverBalance(driver,
                wallet.balance(), wallet.earned(), wallet.paidOut(), row.getLong("position")));
    }

    /// What riders whose id begins with a prefix have been charged.
    RiderCharges chargesOf(RiderIdPrefix prefix) {
        Currency currency = properties.currency();
        return jdbc.sql("""
                select h.position, count(a.account) as riders, coalesce(sum(a.charges), 0) as charges,
                       coalesce(sum(a.charged), 0) as charged
                  from ledger_head h
                  left join account a
                    on a.generation = h.account_generation and a.account >= :from and a.account < :to
                   and a.currency = :currency and a.charges > 0
                 group by h.position""")
                .param("from", prefix.first())
                .param("to", prefix.end())
                .param("currency", currency.getCurrencyCode())
                .query((row, _) -> new RiderCharges(row.getLong("riders"), row.getLong("charges"),
                        sum(row, "charged", currency), row.getLong("position")))
                .single();
    }

    /// What has become of a trip's money, as of the last commit.
    TripMoney ofTrip(TripId trip) {
        return TripMoney.of(trip, known(entries.find(Question.of(trip)).fares(), trip));
    }

    /// What a wallet had, as its statement says.
    AccountBalance balanceOf(Wallet wallet, AsOf asOf) {
        return jdbc
                .sql("""
                        select h.position, coalesce(s.balance, 0) as balance, coalesce(s.held, 0) as held
                          from ledger_head h
                          left join lateral (
                               select * from statement_entry e
                                where e.generation = h.statement_entry_generation and e.account = :account and e.currency = :currency
                                  and (cast(:untilPosition as bigint) is null or e.position <= :untilPosition)
                                  and (cast(:untilInstant as timestamptz) is null or e.at <= :untilInstant)
                                order by e.position desc limit 1) s on true""")
                .param("account", wallet.account().code())
                .param("currency", wallet.currency().getCurrencyCode())
                .params(until(asOf))
                .query((row, _) -> new AccountBalance(wallet.account().code(),
                        sum(row, "balance", wallet.currency()), money(row, "held", wallet.currency()),
                        row.getLong("position")))
                .single();
    }

    /// A page of a statement, oldest entry first. Entries never move: what follows a position stays what it is.
    Statement statementOf(Wallet wallet, long after, int limit, AsOf asOf) {
        long[] position = new long[1];
        List<StatementEntry> lines = new ArrayList<>();
        jdbc.sql(
                """
                        select h.position as head, s.position, s.type, s.trip_id, s.amount, s.balance, s.at, o.transaction_id
                          from ledger_head h
                          left join lateral (
                               select * from statement_entry e
                                where e.generation = h.statement_entry_generation and e.account = :account and e.currency = :currency
                                  and e.position > :after and e.amount <> 0
                                  and (cast(:untilPosition as bigint) is null or e.position <= :untilPosition)
                                  and (cast(:untilInstant as timestamptz) is null or e.at <= :untilInstant)
                                order by e.position limit :limit) s on true
                          left join lateral (select transaction_id from ledger_order where position = s.position limit 1) o
                            on true
                         order by s.position""")
                .param("account", wallet.account().code())
                .param("currency", wallet.currency().getCurrencyCode())
                .param("after", after)
                .param("limit", limit)
                .params(until(asOf))
                .query(row -> {
                    position[0] = row.getLong("head");
                    if (row.getObject("position") != null) {
                        lines.add(statementEntry(row, wallet));
                    }
                });
        return new Statement(lines, position[0]);
    }

    TrialBalance trialBalance() {
        long[] position = new long[1];
        List<TrialBalance.Line> lines = new ArrayList<>();
        jdbc.sql("""
                select h.position, a.currency, count(*) as accounts, sum(a.debits) as debits,
                       sum(a.credits) as credits,
                       case split_part(a.account, ':', 1) when 'rider' then 'riders' when 'driver' then 'drivers'
                            when 'account' then 'accounts' else a.account end as name
                  from ledger_head h left join account a on a.generation = h.account_generation
                 group by h.position, a.currency, name
                 order by a.currency, name""")
                .query(row -> {
                    position[0] = row.getLong("position");
                    if (row.getString("name") != null) {
                        lines.add(trialBalanceLine(row));
                    }
                });
        return TrialBalance.of(lines, position[0]);
    }

    private <T> T now(Wallet wallet, Answer<T> answer) {
        Currency currency = wallet.currency();
        return jdbc.sql(WALLET)
                .param("stream", wallet.code())
                .query((row, _) -> answer.of(row,
                        new WalletState(row.getInt("version"), ChainHash.NONE, money(row, "balance", currency),
                                money(row, "held", currency), money(row, "charged", currency),
                                money(row, "paid_out", currency))))
                .single();
    }

    private static Map<String, @Nullable Object> until(AsOf asOf) {
        Map<String, @Nullable Object> until = new HashMap<>();
        until.put("untilPosition", asOf.position());
        until.put("untilInstant", asOf.instant() == null ? null : asOf.instant().atOffset(ZoneOffset.UTC));
        return until;
    }

    private static StatementEntry statementEntry(ResultSet row, Wallet wallet) throws SQLException {
        Currency currency = wallet.currency();
        return new StatementEntry(row.getLong("position"), row.getObject("transaction_id", UUID.class),
                StatementReason.of(row.getString("type"), wallet.account()),
                Optional.ofNullable(row.getObject("trip_id", UUID.class)).map(TripId::new).orElse(null),
                money(row, "amount", currency), sum(row, "balance", currency),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    private static TrialBalance.Line trialBalanceLine(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        return TrialBalance.Line.of(row.getString("name"), kindOf(row.getString("name")),
                row.getLong("accounts"), sum(row, "debits", currency), sum(row, "credits", currency));
    }

    private static Money money(ResultSet row, String column, Currency currency) throws SQLException {
        return new Money(row.getBigDecimal(column), currency);
    }

    private static Sum sum(ResultSet row, String column, Currency currency) throws SQLException {
        return new Sum(row.getBigDecimal(column), currency);
    }

    /// Everybody's accounts are what the platform owes; its own are what they are.
    private static Kind kindOf(String name) {
        return Arrays.stream(Own.values())
                .filter(own -> own.code().equals(name))
                .findAny()
                .map(Own::kind)
                .orElse(Kind.LIABILITY);
    }

    private static FareStatus known(Map<TripId, FareStatus> fares, TripId trip) {
        return Objects.requireNonNull(fares.get(trip));
    }

    private interface Answer<T> {

        T of(ResultSet row, WalletState wallet) throws SQLException;
    }
}
