package dev.hailstone;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class GreetingTests {

    private final MockEnvironment environment = new MockEnvironment()
            .withProperty("local.server.port", "18080")
            .withProperty("hailstone.database.directory", "/home/ada/.hailstone/postgres");

    @Test
    void namesThePortThatWasReallyTaken() {
        assertThat(Greeting.text(environment)).contains("http://localhost:18080/api/trips",
                "/home/ada/.hailstone/postgres", "demo");
    }

    @Test
    void namesTheServerWhenTheDatabaseIsNotEmbedded() {
        environment.setProperty("spring.datasource.url", "jdbc:postgresql://db/hailstone");
        assertThat(Greeting.text(environment)).contains("jdbc:postgresql://db/hailstone").doesNotContain(".hailstone");
    }

    @Test
    void pointsToTheTrafficOfTheDemo() {
        environment.setActiveProfiles("demo");
        assertThat(Greeting.text(environment)).contains("a simulated city is driving");
    }
}
