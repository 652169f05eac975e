package dev.hailstone.notifications.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// How each recipient wants to be told, as far as they have said it.
@Repository
class Preferences {

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
    static Preference preference(ResultSet row) throws SQLException {
        String language = row.getString("language");
        String email = row.getString("email");
        return new Preference(language == null ? null : Language.of(language),
                Optional.ofNullable(email).map(EmailAddress::of).orElse(null), quietHours(row).orElse(null));
    }

    private static Optional<QuietHours> quietHours(ResultSet row) throws SQLException {
        LocalTime from = row.getObject("quiet_from", LocalTime.class);
        return from == null
                ? Optional.empty()
                : Optional.of(new QuietHours(from, row.getObject("quiet_until", LocalTime.class),
                        ZoneId.of(row.getString("quiet_zone"))));
    }
}
