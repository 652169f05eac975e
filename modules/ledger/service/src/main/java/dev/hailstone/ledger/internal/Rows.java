package dev.hailstone.ledger.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// Rows on their way into one statement: an array of texts for each column, which the statement casts and unnests.
final class Rows {

    private final List<String> columns;
    private final List<List<@Nullable String>> values = new ArrayList<>();

    Rows(String... columns) {
        this.columns = List.of(columns);
        this.columns.forEach(_ -> values.add(new ArrayList<>()));
    }

    /// @param row a value for each column, in its text form as PostgreSQL reads it
    void add(@Nullable Object... row) {
        if (row.length != columns.size()) {
            throw new IllegalArgumentException("%d values for columns %s".formatted(row.length, columns));
        }
        for (int column = 0; column < row.length; column++) {
            values.get(column).add(Objects.toString(row[column], null));
        }
    }

    boolean isEmpty() {
        return values.getFirst().isEmpty();
    }

    /// The columns as parameters of their names.
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            parameters.put(columns.get(column), values.get(column).toArray(String[]::new));
        }
        return parameters;
    }
}
