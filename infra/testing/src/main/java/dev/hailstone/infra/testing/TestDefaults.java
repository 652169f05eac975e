package dev.hailstone.infra.testing;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Keeps the pools of many cached contexts small, and lets the application trust the tests' issuer. Ordered before infrastructure's own defaults, so it wins over them.
class TestDefaults implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources()
                .addLast(new MapPropertySource("Hailstone's test defaults",
                        Map.of("spring.datasource.hikari.minimum-idle", 1,
                                "spring.security.oauth2.resourceserver.jwt.issuer-uri", TestIssuer.shared().url())));
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }
}
