package dev.hailstone.infra.security;

import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/// Rather no application than one that anybody may use.
class NoIssuerTests {

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, WebMvcAutoConfiguration.class,
                    SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
                    OAuth2ResourceServerAutoConfiguration.class, HailstoneSecurityAutoConfiguration.class));

    @Test
    void isNoReasonToRunOpen() {
        application.run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).isInstanceOf(NoIssuerException.class);
            FailureAnalysis analysis = new NoIssuerFailureAnalyzer()
                    .analyze(Objects.requireNonNull(context.getStartupFailure()));
            assertThat(Objects.requireNonNull(analysis).getAction()).contains("jwt.issuer-uri=",
                    "--spring.profiles.active=demo");
        });
        application.withPropertyValues("spring.profiles.active=production",
                "spring.security.oauth2.resourceserver.jwt.issuer-uri=")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void isWhatADemoIsFor() {
        application.withPropertyValues("spring.profiles.active=demo")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(DemoIssuer.class));
    }

    @Test
    void isOverWithAnIssuerWhoAlsoEndsTheDemosTokens() {
        application.withPropertyValues("spring.profiles.active=demo",
                "spring.security.oauth2.resourceserver.jwt.issuer-uri=https://id.example.org")
                .run(context -> assertThat(context).hasNotFailed()
                        .doesNotHaveBean(DemoIssuer.class)
                        .doesNotHaveBean(DemoTokensController.class));
    }
}
