package dev.hailstone.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A directed graph of names that knows its cycles. Each edge remembers one example of why it is there.
final class Cycles {

    private final SortedMap<String, SortedMap<String, String>> edges = new TreeMap<>();

    void node(String name) {
        edgesOf(name);
    }

    /// An edge from a node to itself is none.
    void edge(String from, String to, String example) {
        node(to);
        if (!from.equals(to)) {
            edgesOf(from).putIfAbsent(to, example);
        }
    }

    SortedSet<String> nodes() {
        return new TreeSet<>(edges.keySet());
    }

    /// The shortest cycle through a node that meets no smaller node, so that each cycle is reported once; empty if there is none.
    List<String> through(String node) {
        Map<String, String> cameFrom = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            String current = open.remove();
            for (String next : edgesOf(current).keySet()) {
                if (next.equals(node)) {
                    return path(node, current, cameFrom);
                }
                if (next.compareTo(node) > 0 && cameFrom.putIfAbsent(next, current) == null) {
                    open.add(next);
                }
            }
        }
        return List.of();
    }

    /// `a → b → a (X uses Y, Y uses X)`
    String describe(List<String> cycle) {
        List<String> examples = new ArrayList<>();
        for (int i = 0; i + 1 < cycle.size(); i++) {
            examples.add(edgesOf(cycle.get(i)).getOrDefault(cycle.get(i + 1), ""));
        }
        return "%s (%s)".formatted(String.join(" → ", cycle), String.join(", ", examples));
    }

    private static List<String> path(String node, String last, Map<String, String> cameFrom) {
        Deque<String> path = new ArrayDeque<>(List.of(node));
        for (String step = last; !step.equals(node); step = cameFrom.getOrDefault(step, node)) {
            path.addFirst(step);
        }
        path.addFirst(node);
        return List.copyOf(path);
    }

    private SortedMap<String, String> edgesOf(String node) {
        return edges.computeIfAbsent(node, _ -> new TreeMap<>());
    }
}
