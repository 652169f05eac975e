package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// Reads CSV files whose first line names the columns.
final class CsvFile {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .get();

    private CsvFile() {}

    /// @throws UnusableFileException if the file is not there, cannot be read, is no CSV or lacks a column
    static List<Row> read(Path file, String... columns) {
        if (!Files.isRegularFile(file)) {
            throw new UnusableFileException("there is no file " + file);
        }
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
            List<String> missing = Arrays.stream(columns).filter(it -> !parser.getHeaderNames().contains(it)).toList();
            if (!missing.isEmpty()) {
                throw new UnusableFileException("%s lacks the columns %s".formatted(file, String.join(", ", missing)));
            }
            List<Row> rows = new ArrayList<>();
            for (CSVRecord each : parser) {
                rows.add(new Row(parser.getCurrentLineNumber(), each));
            }
            return rows;
        } catch (CSVException | IllegalArgumentException | UncheckedIOException e) {
            throw new UnusableFileException("%s is no CSV file: %s".formatted(file, e.getMessage()));
        } catch (IOException e) {
            throw new UnusableFileException("%s cannot be read: %s".formatted(file, e));
        }
    }

    /// A row after the first.
    ///
    /// @param line of the file on which the row ends, from 1; a line break within quotes makes it longer than one line
    record Row(long line, CSVRecord columns) {}
}
