package dev.hailstone.infra.simulator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/// Traffic for the profile `demo`, unless `hailstone.simulator.city.enabled=false`.
@AutoConfiguration
@Profile("demo")
@ConditionalOnBooleanProperty(name = "hailstone.simulator.city.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CitySettings.class)
class DemoCityAutoConfiguration {

    @Bean
    DemoCity demoCity(CitySettings settings, Environment environment) {
        return new DemoCity(settings, environment);
    }
}
