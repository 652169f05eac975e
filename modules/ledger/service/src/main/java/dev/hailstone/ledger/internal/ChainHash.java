package dev.hailstone.ledger.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The seal of an entry: SHA-256 over the seal of the entry before it in its stream and over everything that is stored of
/// itself. Whoever changes a row has to change all seals that follow, and the last one is in the wallet. All of them are in the
/// seal of the store, which a verification tells and somebody else may keep.
///
/// @param hex 64 hexadecimal digits
record ChainHash(String hex) {

    /// What the first entry of a stream follows.
    static final ChainHash NONE = new ChainHash("0".repeat(64));

    /// Separates fields: no field contains it.
    private static final byte[] END_OF_FIELD = {0};

    static ChainHash of(byte[] bytes) {
        return new ChainHash(HexFormat.of().formatHex(bytes));
    }

    /// The seal of what follows this one.
    ChainHash then(Iterable<String> fields) {
        MessageDigest digest = sha256();
        digest.update(hex.getBytes(UTF_8));
        for (String field : fields) {
            digest.update(field.getBytes(UTF_8));
            digest.update(END_OF_FIELD);
        }
        return of(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
