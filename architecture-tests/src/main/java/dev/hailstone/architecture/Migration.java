package dev.hailstone.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A Flyway script of a module.
///
/// @param name the file's name
record Migration(BoundedModule module, String name, List<SqlToken> tokens) {

    private static final String CURSORS = "event_cursor";

    /// The module's scripts on the class path, in Flyway's order.
    static List<Migration> of(BoundedModule module, String location) {
        List<Migration> scripts = new ArrayList<>();
        try {
            String folder = location.replace("{module}", module.name());
            for (URL url : Collections.list(Thread.currentThread().getContextClassLoader().getResources(folder))) {
                scripts.addAll(read(module, url.toURI()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        scripts.sort(Comparator.comparing(Migration::version).thenComparing(Migration::name));
        return scripts;
    }

    /// Adds the producers for which this script inserts cursors, and takes away those whose cursors it deletes.
    void applyCursorsTo(Set<String> producers) {
        for (List<SqlToken> statement : statements()) {
            List<String> strings = statement.stream()
                    .filter(token -> token.kind() == SqlToken.Kind.STRING)
                    .map(SqlToken::text)
                    .toList();
            if (startsWith(statement, "insert", "into", CURSORS)) {
                producers.addAll(strings);
            } else if (startsWith(statement, "delete", "from", CURSORS)) {
                strings.forEach(producers::remove);
            }
        }
    }

    private List<List<SqlToken>> statements() {
        List<List<SqlToken>> statements = new ArrayList<>(List.of(new ArrayList<>()));
        for (SqlToken token : tokens) {
            if (token.is(";")) {
                statements.add(new ArrayList<>());
            } else {
                statements.getLast().add(token);
            }
        }
        return statements;
    }

    private static boolean startsWith(List<SqlToken> statement, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (i >= statement.size() || !statement.get(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /// Digits padded, so that V10 comes after V9.
    private String version() {
        String digits = name.replaceFirst("^V([0-9_.]+?)__.*$", "$1");
        return Stream.of(digits.split("[_.]")).map("%10s"::formatted).reduce("", String::concat);
    }

    private static List<Migration> read(BoundedModule module, URI folder) throws IOException {
        if (folder.getScheme().equals("jar")) {
            URI jar = URI.create(folder.toString().substring(0, folder.toString().indexOf('!')));
            try (FileSystem archive = FileSystems.newFileSystem(Path.of(URI.create(jar.getSchemeSpecificPart())),
                    Map.of())) {
                String inside = folder.toString().substring(folder.toString().indexOf('!') + 1);
                return read(module, archive.getPath(inside));
            }
        }
        return read(module, Path.of(folder));
    }

    private static List<Migration> read(BoundedModule module, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Migration> scripts = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".sql")).toList()) {
                scripts.add(new Migration(module, String.valueOf(file.getFileName()),
                        SqlTokens.of(Files.readString(file))));
            }
            return scripts;
        }
    }
}
