package dev.hailstone.infra.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a suite of faults has found: a row for each fault, with its verdict and with figures that every run has others of.
///
/// The rows without the figures are a section of `docs/failures.md`, between two comments that name the suite. A suite ends with
/// [#requireInDocument]: a run that finds something else than the document says is a failure, and so is a fault that the
/// document does not have. `-Dregenerate=true` writes the section instead.
public final class FailureTable {

    private static final Path DOCUMENT = Path.of("docs", "failures.md");

    private final String suite;
    private final List<String> verdictColumns;
    private final List<String> figureColumns;
    private final List<Row> rows = new ArrayList<>();

    /// @param suite the simple name of the test class
    /// @param verdictColumns what is the same in each run in which nothing is wrong
    /// @param figureColumns what is not
    public FailureTable(String suite, List<String> verdictColumns, List<String> figureColumns) {
        this.suite = suite;
        this.verdictColumns = List.copyOf(verdictColumns);
        this.figureColumns = List.copyOf(figureColumns);
    }

    /// Adds what has come of a fault.
    ///
    /// @param verdict a value for each of the verdict's columns
    /// @param figures a value for each of the figures' columns
    public void add(String fault, List<?> verdict, List<?> figures) {
        if (verdict.size() != verdictColumns.size() || figures.size() != figureColumns.size()) {
            throw new IllegalArgumentException("a row of %s needs %s and %s, not %s and %s".formatted(suite,
                    verdictColumns, figureColumns, verdict, figures));
        }
        rows.add(new Row(fault, List.copyOf(verdict), List.copyOf(figures)));
    }

    /// The whole table as Markdown, figures included.
    @Override
    public String toString() {
        return table(Stream.concat(verdictColumns.stream(), figureColumns.stream()).toList(),
                row -> Stream.concat(row.verdict.stream(), row.figures.stream()));
    }

    /// Compares what was found with what the document says.
    ///
    /// @throws AssertionError if they differ
    /// @throws IllegalStateException if the document has no section for this suite
    public void requireInDocument() {
        requireIn(root().resolve(DOCUMENT), Boolean.getBoolean("regenerate"));
    }

    void requireIn(Path document, boolean regenerate) {
        String begin = "<!-- %s -->\n".formatted(suite);
        String end = "<!-- end of %s -->\n".formatted(suite);
        String found = table(verdictColumns, row -> row.verdict.stream());
        try {
            String text = Files.readString(document);
            int from = text.indexOf(begin) + begin.length();
            int to = text.indexOf(end);
            if (from < begin.length() || to < from) {
                throw new IllegalStateException("%s has no section of %s".formatted(document, suite));
            }
            if (regenerate) {
                Files.writeString(document, text.substring(0, from) + found + text.substring(to));
            } else if (!text.substring(from, to).equals(found)) {
                throw new AssertionError("%s says%n%s%nand found was%n%s%nIf that is right: -Dregenerate=true"
                        .formatted(document, text.substring(from, to), found));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String table(List<String> columns, Cells cells) {
        return line(Stream.concat(Stream.of("fault"), columns.stream()))
                + line(Stream.generate(() -> "---").limit(columns.size() + 1L))
                + rows.stream()
                        .map(row -> line(Stream.concat(Stream.of(row.fault), cells.of(row))))
                        .collect(Collectors.joining());
    }

    private static String line(Stream<?> cells) {
        return cells.map(Object::toString).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /// The folder of the root `pom.xml`.
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.resolve("..").normalize();
        }
        return folder;
    }

    private record Row(String fault, List<?> verdict, List<?> figures) {}

    private interface Cells {

        Stream<?> of(Row row);
    }
}
