package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.internal.FareCase.Occasion;
import dev.hailstone.pricing.internal.FareDifference.Verdict;

/// The differences between control and candidate in the database.
@Repository
class FareDifferences {

    private static final int LONGEST_FAILURE = 1000;

    private final JdbcClient jdbc;

    FareDifferences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds all of them in one statement.
    void add(Collection<FareDifference> differences) {
        jdbc.sql("""
                insert into fare_difference (difference_id, occasion, subject, distance_metres, seconds, tariff, surge,
                    control, control_amount, control_currency, candidate, candidate_amount, candidate_currency, failure,
                    found_at)
                select * from unnest(?::uuid[], ?::text[], ?::uuid[], ?::float8[], ?::bigint[], ?::int[], ?::numeric[],
                    ?::text[], ?::numeric[], ?::text[], ?::text[], ?::numeric[], ?::text[], ?::text[], ?::timestamptz[])
                """)
                .param(texts(differences, difference -> difference.id().toString()))
                .param(texts(differences, difference -> difference.fareCase().occasion().name()))
                .param(texts(differences, difference -> difference.fareCase().subject().toString()))
                .param(differences.stream().map(it -> it.fareCase().ride().distanceMetres()).toArray(Double[]::new))
                .param(differences.stream().map(it -> it.fareCase().ride().duration().toSeconds()).toArray(Long[]::new))
                .param(differences.stream().map(it -> it.fareCase().tariff().version()).toArray(Integer[]::new))
                .param(texts(differences, difference -> difference.fareCase().surge().toPlainString()))
                .param(texts(differences, FareDifference::control))
                .param(texts(differences, difference -> difference.answer().amount().toPlainString()))
                .param(texts(differences, difference -> difference.answer().currency().getCurrencyCode()))
                .param(texts(differences, FareDifference::candidate))
                .param(texts(differences, difference -> switch (difference.verdict()) {
                    case Verdict.Differed(Money answer) -> answer.amount().toPlainString();
                    case Verdict.Failed _ -> null;
                }))
                .param(texts(differences, difference -> switch (difference.verdict()) {
                    case Verdict.Differed(Money answer) -> answer.currency().getCurrencyCode();
                    case Verdict.Failed _ -> null;
                }))
                .param(texts(differences, difference -> switch (difference.verdict()) {
                    case Verdict.Differed _ -> null;
                    case Verdict.Failed(String failure) -> shortened(failure);
                }))
                .param(texts(differences, difference -> difference.foundAt().toString()))
                .update();
    }

    /// The latest first.
    ///
    /// @param before only those older than this one, if given
    List<FareDifference> latest(@Nullable UUID before, int limit) {
        return jdbc.sql("""
                select difference_id, occasion, subject, distance_metres, seconds, difference.tariff as version,
                       difference.surge, control, control_amount, control_currency, candidate, candidate_amount,
                       candidate_currency, failure, found_at, valid_from, currency, base, per_kilometre, per_minute,
                       minimum
                from fare_difference difference join tariff on tariff.version = difference.tariff
                where difference_id < coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                order by difference_id desc limit ?
                """).param(before).param(limit).query(FareDifferences::difference).list();
    }

    /// Forgets those found before a time, the oldest first.
    ///
    /// @return how many, at most the limit
    int forget(Instant foundBefore, int limit) {
        return jdbc.sql("""
                delete from fare_difference where difference_id in (
                    select difference_id from fare_difference where found_at < ?::timestamptz
                    order by difference_id limit ? for update skip locked)
                """).param(foundBefore.toString()).param(limit).update();
    }

    private static FareDifference difference(ResultSet row, int number) throws SQLException {
        FareCase fareCase = new FareCase(Occasion.valueOf(row.getString("occasion")),
                row.getObject("subject", UUID.class),
                new Ride(row.getDouble("distance_metres"), Duration.ofSeconds(row.getLong("seconds"))),
                Tariffs.tariff(row, number), row.getBigDecimal("surge"));
        return new FareDifference(row.getObject("difference_id", UUID.class), fareCase, row.getString("control"),
                money(row, "control"), row.getString("candidate"), verdict(row),
                row.getObject("found_at", OffsetDateTime.class).toInstant());
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        String failure = row.getString("failure");
        return failure == null ? new Verdict.Differed(money(row, "candidate")) : new Verdict.Failed(failure);
    }

    private static Money money(ResultSet row, String whose) throws SQLException {
        BigDecimal amount = row.getBigDecimal(whose + "_amount");
        return new Money(amount, Currency.getInstance(row.getString(whose + "_currency")));
    }

    private static String shortened(String failure) {
        // PostgreSQL's text has no NUL.
        String text = failure.replace("\0", "");
        return text.length() <= LONGEST_FAILURE ? text : text.substring(0, LONGEST_FAILURE);
    }

    private static @Nullable String[] texts(Collection<FareDifference> differences,
            Function<FareDifference, @Nullable String> text) {
        return differences.stream().map(text).toArray(String[]::new);
    }
}
