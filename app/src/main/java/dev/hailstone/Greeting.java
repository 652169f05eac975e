package dev.hailstone;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/// Tells whoever has just started Hailstone where to look and what to do next.
final class Greeting implements ApplicationListener<ApplicationReadyEvent> {

    private static final Profiles DEMO = Profiles.of("demo");
    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
    private static final List<String> KEYS = List.of("jwk-set-uri", "public-key-location");
    private static final Logger log = LoggerFactory.getLogger(Greeting.class);

    @Override
    public void onApplicationEvent(ApplicationReadyEvent started) {
        log.info(text(started.getApplicationContext().getEnvironment()));
    }

    static String text(Environment environment) {
        String address = "http://localhost:%s%s".formatted(
                environment.getProperty("local.server.port", environment.getProperty("server.port", "8080")),
                environment.getProperty("server.servlet.context-path", ""));
        return """
                Hailstone is up.

                    Health      %1$s/actuator/health
                    API         %1$s/swagger-ui.html
                    Tokens      %4$s
                    Events      %1$s/actuator/hailstone
                    Database    %2$s
                    Next        %3$s
                """.formatted(address, database(environment), next(environment),
                tokens(environment, address));
    }

    private static String database(Environment environment) {
        String external = environment.getProperty("spring.datasource.url");
        // What follows the question mark may be a password.
        return external != null
                ? external.replaceFirst("[?].*", "")
                : environment.getProperty("hailstone.database.directory", "embedded");
    }

    private static String next(Environment environment) {
        return environment.acceptsProfiles(DEMO)
                && environment.getProperty("hailstone.simulator.city.enabled", Boolean.class, true)
                        ? "a simulated city is driving: get a token and watch its trips"
                        : "get a token and order a trip by the API";
    }

    private static String tokens(Environment environment, String address) {
        String issuer = environment.getProperty(JWT + "issuer-uri", "");
        if (!issuer.isEmpty()) {
            return "of " + issuer;
        }
        boolean issuesTokens = environment.acceptsProfiles(DEMO)
                && KEYS.stream().allMatch(keys -> environment.getProperty(JWT + keys, "").isEmpty());
        return issuesTokens ? address + "/demo/tokens" : "of the issuer whose keys are configured";
    }
}
