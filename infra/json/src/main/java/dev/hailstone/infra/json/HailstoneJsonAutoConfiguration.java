package dev.hailstone.infra.json;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;

/// Gives Spring's mapper the form of [HailstoneJson].
@AutoConfiguration(before = JacksonAutoConfiguration.class)
class HailstoneJsonAutoConfiguration {

    @Bean
    JsonMapperBuilderCustomizer hailstoneJson() {
        return HailstoneJson::configure;
    }
}
