package dev.hailstone.notifications.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.hailstone.kernel.InvalidValueException;

/// How each recipient wants to be told, as far as they have said it.
@Repository
class Preferences {

    private static final Logger LOG = LoggerFactory.getLogger(Preferences.class);

    private final JdbcClient jdbc;

    Preferences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Preference of(Recipient recipient) {
        return jdbc.sql("select * from preference where recipient = ?")
                .param(recipient.value())
                .query((row, _) -> preference(row))
                .optional()
                .orElse(Preference.NONE);
    }

    void put(Recipient recipient, Preference preference) {
        QuietHours quiet = preference.quietHours();
        jdbc.sql("""
                insert into preference (recipient, language, email, quiet_from, quiet_until, quiet_zone)
                values (?, ?, ?, ?, ?, ?)
                on conflict (recipient) do update set language = excluded.language, email = excluded.email,
                    quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
                    quiet_zone = excluded.quiet_zone
                """)
                .param(recipient.value())
                .param(preference.language() == null ? null : preference.language().tag())
                .param(preference.email() == null ? null : preference.email().value())
                .param(quiet == null ? null : quiet.from())
                .param(quiet == null ? null : quiet.until())
                .param(quiet == null ? null : quiet.zone().getId())
                .update();
    }

    void delete(Recipient recipient) {
        jdbc.sql("delete from preference where recipient = ?").param(recipient.value()).update();
    }

    /// The preference in a row that has its columns, all null if the recipient has none.
    ///
    /// Rows are read many at a time, and one must not keep the others from being told. So what makes no sense here, a time
    /// zone that only a later JVM knows or a language of a later version, counts as unsaid.
    static Preference preference(ResultSet row) throws SQLException {
        String language = row.getString("language");
        String email = row.getString("email");
        LocalTime from = row.getObject("quiet_from", LocalTime.class);
        LocalTime until = row.getObject("quiet_until", LocalTime.class);
        String zone = row.getString("quiet_zone");
        return new Preference(language == null ? null : orUnsaid(() -> Language.of(language)),
                email == null ? null : orUnsaid(() -> EmailAddress.of(email)),
                from == null ? null : orUnsaid(() -> new QuietHours(from, until, ZoneId.of(zone))));
    }

    private static <T> @Nullable T orUnsaid(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidValueException | DateTimeException senseless) {
            LOG.debug("A preference in the database makes no sense here and counts as unsaid", senseless);
            return null;
        }
    }
}
