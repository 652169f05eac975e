package dev.hailstone.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/events.md` says who publishes and who hears, and is never out of date.
class EventCatalogueTests {

    private static final Path CATALOGUE = Repository.root().resolve("docs/events.md");
    private static final String COMMAND = """
            ./mvnw -pl architecture-tests -am test -Dtest=EventCatalogueTests -Dsurefire.failIfNoSpecifiedTests=false \
            -Dregenerate=true""";

    @Test
    void isWhatTheCodeSays() throws IOException {
        String expected = catalogue(Repository.modules().eventFlows());
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(CATALOGUE, expected);
        }

        assertThat(CATALOGUE).as("Regenerate it with %s", COMMAND).exists().hasContent(expected);
    }

    private static String catalogue(List<EventFlow> flows) {
        StringBuilder text = new StringBuilder(
                """
                        # Events

                        Who publishes which event, and who hears it, by the name on the wire. An event that nobody hears yet is part of its
                        contract all the same.

                        This page is made from the code, and a test compares the two. After a change: `%s`.
                        """
                        .formatted(COMMAND));
        flows.stream()
                .collect(Collectors.groupingBy(EventFlow::publisher, TreeMap::new, Collectors.toList()))
                .forEach((publisher, events) -> text.append(section(publisher, events)));
        return text.toString();
    }

    private static String section(String publisher, List<EventFlow> events) {
        return events.stream().map(EventCatalogueTests::row).collect(Collectors.joining("\n", """

                ## %s

                | event | on the wire | heard by |
                | --- | --- | --- |
                """.formatted(publisher), "\n"));
    }

    private static String row(EventFlow event) {
        String hearers = event.hearers().isEmpty()
                ? "–"
                : event.hearers()
                        .stream()
                        .map(hearer -> "%s (`%s`)".formatted(hearer.module(), hearer.listener()))
                        .collect(Collectors.joining(", "));
        return "| `%s` | `%s` v%d | %s |".formatted(event.record(), event.type(), event.version(), hearers);
    }
}
