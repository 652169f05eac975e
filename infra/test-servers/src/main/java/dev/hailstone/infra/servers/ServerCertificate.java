package dev.hailstone.infra.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate for a server of a test, and that of the authority which has given it: PEM files, made with the `keytool` of the
/// JDK that runs the test.
///
/// @param authority whom a client has to trust
/// @param certificate of the server
/// @param key of the server, not encrypted
public record ServerCertificate(Path authority, Path certificate, Path key) {

    private static final String PASSWORD = "changeit";

    /// Makes an authority and lets it certify a server; takes a second or two.
    ///
    /// @param directory for the files, made if it is not there
    /// @param host the server's only name
    /// @throws IllegalStateException if `keytool` fails
    public static ServerCertificate make(Path directory, String host) {
        try {
            Files.createDirectories(directory);
            Path store = directory.resolve("keys.p12");
            generate(store, "authority", "CN=Authority of a test", "-ext", "bc:critical=ca:true");
            generate(store, "server", "CN=" + host, "-signer", "authority", "-ext", "san=dns:" + host);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream stored = Files.newInputStream(store)) {
                keys.load(stored, PASSWORD.toCharArray());
            }
            return new ServerCertificate(
                    pem(directory.resolve("authority.pem"), "CERTIFICATE",
                            keys.getCertificate("authority").getEncoded()),
                    pem(directory.resolve("server.pem"), "CERTIFICATE", keys.getCertificate("server").getEncoded()),
                    pem(directory.resolve("server-key.pem"), "PRIVATE KEY",
                            keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void generate(Path store, String alias, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                        "-keystore",
                        store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", alias, "-keyalg",
                        "EC", "-groupname", "secp256r1", "-validity", "2", "-dname", name));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        keytool.getOutputStream().close();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("%s failed: %s".formatted(String.join(" ", command), output));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Path pem(Path file, String type, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, base64));
    }
}
