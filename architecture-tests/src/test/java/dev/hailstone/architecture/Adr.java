package dev.hailstone.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A decision as it stands in `docs/adr`.
///
/// @param file the name of its file
/// @param number from its first heading
/// @param title from its first heading
/// @param status `proposed`, `accepted` or `superseded by` a number
/// @param sections the second headings, in order
/// @param confirmation the text of its last section
record Adr(String file, int number, String title, String status, List<String> sections, String confirmation) {

    private static final Pattern FORM = Pattern.compile("# (\\d{4}) ([^\n]+)\n\nStatus: ([^\n]+)\n\n## .*",
            Pattern.DOTALL);
    private static final Pattern RULE = Pattern.compile("HS-\\d\\d");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Tests|IT))`");

    static Path folder() {
        return Repository.root().resolve("docs/adr");
    }

    static List<Adr> all() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> !file.endsWith("README.md")).sorted().map(Adr::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAccepted() {
        return status.equals("accepted");
    }

    Set<String> rules() {
        return found(RULE);
    }

    Set<String> tests() {
        return found(TEST);
    }

    /// The number and the title in lower case with hyphens, letters and digits only.
    String expectedFile() {
        String plain = Normalizer.normalize(title, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("['’`.,]|\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-");
        return "%04d-%s.md".formatted(number, plain);
    }

    private Set<String> found(Pattern pattern) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(confirmation).results().map(Adr::lastGroup).forEach(names::add);
        return names;
    }

    private static String lastGroup(MatchResult match) {
        return match.group(match.groupCount());
    }

    private static Adr read(Path file) {
        try {
            String text = Files.readString(file);
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new AssertionError(
                        "%s does not begin with '# number title', a blank line, 'Status: …' and a section"
                                .formatted(file));
            }
            List<String> sections = Pattern.compile("^## (.+)$", Pattern.MULTILINE)
                    .matcher(text)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            String last = text.substring(text.lastIndexOf("\n## ") + 4);
            return new Adr(String.valueOf(file.getFileName()), Integer.parseInt(form.group(1)), form.group(2),
                    form.group(3), sections, last.substring(last.indexOf('\n')).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
