package dev.hailstone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class GreetingTests {

    private final MockEnvironment environment = new MockEnvironment()
            .withProperty("local.server.port", "18080")
            .withProperty("hailstone.database.directory", "/home/ada/.hailstone/postgres");

    @Test
    void namesThePortThatWasReallyTaken() {
        assertThat(Greeting.text(environment)).contains("http://localhost:18080/swagger-ui.html",
                "/home/ada/.hailstone/postgres", "of the issuer");
    }

    @Test
    void namesTheServerWhenTheDatabaseIsNotEmbedded() {
        environment.setProperty("spring.datasource.url", "jdbc:postgresql://db/hailstone");
        assertThat(Greeting.text(environment)).contains("jdbc:postgresql://db/hailstone").doesNotContain(".hailstone");
    }

    @Test
    void tellsNobodyThePasswordOfTheDatabase() {
        environment.setProperty("spring.datasource.url", "jdbc:postgresql://db/hailstone?user=ada&password=secret");
        assertThat(Greeting.text(environment)).contains("jdbc:postgresql://db/hailstone\n").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk-set-uri", "public-key-location"})
    void sendsNobodyToAPageThatADemoWithKeysOfItsOwnHasNot(String keys) {
        environment.setActiveProfiles("demo");
        environment.setProperty("spring.security.oauth2.resourceserver.jwt." + keys, "https://id.example.org/keys");
        assertThat(Greeting.text(environment)).contains("of the issuer").doesNotContain("demo/tokens");
    }

    @Test
    void pointsToTheTrafficOfTheDemo() {
        environment.setActiveProfiles("demo");
        assertThat(Greeting.text(environment)).contains("a simulated city is driving",
                "http://localhost:18080/demo/tokens");
        environment.setProperty("hailstone.simulator.city.enabled", "false");
        assertThat(Greeting.text(environment)).doesNotContain("a simulated city is driving");
    }

    @Test
    void namesWhoIssuesTokens() {
        environment.setProperty("spring.security.oauth2.resourceserver.jwt.issuer-uri", "https://id.example.org");
        assertThat(Greeting.text(environment)).contains("of https://id.example.org");
    }
}
