package dev.hailstone.infra.persistence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Receipts in the table `command_receipt` of the module whose role the transaction has.
final class StoredCommandReceipts implements CommandReceipts {

    /// Two statements on one round trip. In one statement, the reading would see the database as it was before the
    /// waiting.
    private static final String FIND = """
            select pg_advisory_xact_lock(hashtextextended('command:' || current_user || ':' || ?, 0));
            select command_hash, subject from command_receipt where idempotency_key = ?
            """;

    private static final String KEEP = """
            insert into command_receipt (idempotency_key, command_hash, subject, created_at) values (?, ?, ?, ?)
            """;

    private static final String CLAIM = KEEP.strip() + " on conflict (idempotency_key) do nothing";

    private static final String READ = "select command_hash, subject from command_receipt where idempotency_key = ?";

    private static final String RELEASE = "delete from command_receipt where idempotency_key = ?";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final Clock clock;

    StoredCommandReceipts(JdbcTemplate jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Receipt find(IdempotencyKey key, Object command) {
        requireTransaction();
        byte[] hash = hashOf(command);
        Receipt receipt = jdbc.execute(FIND, (PreparedStatement statement) -> {
            statement.setString(1, key.value());
            statement.setString(2, key.value());
            statement.execute();
            statement.getMoreResults();
            try (ResultSet found = statement.getResultSet()) {
                return read(found, hash);
            }
        });
        return receipt == null ? new Receipt.None() : receipt;
    }

    private static Receipt read(ResultSet found, byte[] hash) throws SQLException {
        if (!found.next()) {
            return new Receipt.None();
        }
        return Arrays.equals(found.getBytes("command_hash"), hash)
                ? new Receipt.Repeated(found.getString("subject"))
                : new Receipt.KeyReused();
    }

    @Override
    public void keep(IdempotencyKey key, Object command, String subject) {
        requireTransaction();
        jdbc.update(KEEP, key.value(), hashOf(command), subject, Timestamp.from(clock.instant()));
    }

    @Override
    public Receipt claim(IdempotencyKey key, Object command, String subject) {
        requireTransaction();
        byte[] hash = hashOf(command);
        if (jdbc.update(CLAIM, key.value(), hash, subject, Timestamp.from(clock.instant())) == 1) {
            return new Receipt.None();
        }
        return Objects.requireNonNull(jdbc.query(READ, (ResultSet found) -> read(found, hash), key.value()));
    }

    @Override
    public void release(IdempotencyKey key) {
        requireTransaction();
        jdbc.update(RELEASE, key.value());
    }

    @Override
    public String fingerprint(Object command) {
        return HexFormat.of().formatHex(hashOf(command));
    }

    private byte[] hashOf(Object command) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(command.getClass().getSimpleName().getBytes(UTF_8));
            return digest.digest(json.writeValueAsBytes(command));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A receipt needs the transaction of the command's effects");
        }
    }
}
