package dev.hailstone.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.json.HailstoneJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// Each event has a golden sample of its JSON in its contract: what goes over the wire today, and what a reviewer sees change.
class EventSamplesTests {

    private static final JsonMapper JSON = HailstoneJson.mapper();

    @TestFactory
    Stream<DynamicTest> isReadAndWrittenAsItsSample() {
        return Repository.modules()
                .eventFlows()
                .stream()
                .map(event -> dynamicTest(sample(event), () -> {
                    JsonNode golden = read(sample(event));
                    Class<?> type = Class.forName("dev.hailstone.%s.%s".formatted(event.publisher(), event.record()));

                    JsonNode written = JSON.valueToTree(JSON.treeToValue(golden, type));

                    assertThat(JSON.readTree(JSON.writeValueAsString(written))).isEqualTo(golden);
                }));
    }

    private static String sample(EventFlow event) {
        String name = event.type().substring(event.type().indexOf('.') + 1);
        return "dev/hailstone/%s/events/%s.v%d.json".formatted(event.publisher(), name, event.version());
    }

    private static JsonNode read(String resource) throws IOException {
        try (InputStream bytes = EventSamplesTests.class.getClassLoader().getResourceAsStream(resource)) {
            assertThat(bytes).as("%s on the class path", resource).isNotNull();
            return JSON.readTree(bytes);
        }
    }
}
