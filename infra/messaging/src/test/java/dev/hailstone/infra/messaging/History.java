package dev.hailstone.infra.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/// The numbers of each key, in the order in which they happened to somebody.
record History(Map<String, List<Long>> numbers) {

    /// What the meter module has committed. A number is drawn under the lock of its meter's row, so numbers are in the
    /// order of commits.
    static History taken(JdbcTemplate database) {
        return of(database, "select meter as key, number from meter.taken order by number");
    }

    /// What billing has heard of the meter module, and published in turn.
    static History billed(JdbcTemplate database) {
        return of(database, "select key, number from billing.heard order by id");
    }

    /// What alarm has heard.
    ///
    /// @param type `taken` from the meter module, `billed` from billing
    static History alarmed(JdbcTemplate database, String type) {
        return of(database, "select key, number from alarm.heard where type = '%s' order by id".formatted(type));
    }

    private static History of(JdbcTemplate database, String sql) {
        Map<String, List<Long>> numbers = new LinkedHashMap<>();
        database.query(sql, (RowCallbackHandler) row -> numbers
                .computeIfAbsent(row.getString("key"), _ -> new ArrayList<>())
                .add(row.getLong("number")));
        return new History(numbers);
    }

    long size() {
        return numbers.values().stream().mapToLong(List::size).sum();
    }

    /// What is wrong with what a consumer has heard, if this is what happened; empty if nothing is.
    List<String> faultsOf(History heard) {
        List<String> faults = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(numbers.keySet());
        keys.addAll(heard.numbers.keySet());
        for (String key : keys) {
            faultsOf(key, numbers.getOrDefault(key, List.of()), heard.numbers.getOrDefault(key, List.of()), faults);
        }
        return faults;
    }

    private static void faultsOf(String key, List<Long> happened, List<Long> heard, List<String> faults) {
        Map<Long, Integer> places = new HashMap<>();
        happened.forEach(number -> places.put(number, places.size()));
        Map<Long, Integer> times = new TreeMap<>();
        heard.forEach(number -> times.merge(number, 1, Integer::sum));
        happened.stream()
                .filter(number -> !times.containsKey(number))
                .forEach(number -> faults.add("lost: %s %d".formatted(key, number)));
        times.forEach((number, count) -> {
            if (!places.containsKey(number)) {
                faults.add("unexpected: %s %d".formatted(key, number));
            } else if (count > 1) {
                faults.add("duplicated: %s %d, %d times".formatted(key, number, count));
            }
        });
        for (int i = 1; i < heard.size(); i++) {
            if (places.getOrDefault(heard.get(i), -1) < places.getOrDefault(heard.get(i - 1), -1)) {
                faults.add("reordered: %s %d after %d".formatted(key, heard.get(i), heard.get(i - 1)));
            }
        }
    }
}
