package dev.hailstone.architecture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CyclesTests {

    private final Cycles graph = new Cycles();

    @Test
    void findsNoneInATree() {
        graph.edge("a", "b", "ab");
        graph.edge("a", "c", "ac");
        graph.edge("b", "c", "bc");

        assertThat(graph.nodes()).containsExactly("a", "b", "c")
                .allSatisfy(
                        node -> assertThat(graph.through(node)).isEmpty());
    }

    @Test
    void findsTheShortestThroughANode() {
        graph.edge("a", "b", "ab");
        graph.edge("b", "c", "bc");
        graph.edge("c", "a", "ca");
        graph.edge("b", "a", "ba");

        assertThat(graph.describe(graph.through("a"))).isEqualTo("a → b → a (ab, ba)");
    }

    @Test
    void reportsACycleOnlyAtItsSmallestNode() {
        graph.edge("b", "c", "bc");
        graph.edge("c", "b", "cb");

        assertThat(graph.through("b")).containsExactly("b", "c", "b");
        assertThat(graph.through("c")).isEmpty();
    }

    @Test
    void takesNoEdgeToItselfForACycle() {
        graph.edge("a", "a", "aa");

        assertThat(graph.through("a")).isEmpty();
    }
}
