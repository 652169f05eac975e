package dev.hailstone.infra.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.observation.ServerRequestObservationConvention;

import dev.hailstone.infra.persistence.LocalModules;

/// What spans and metrics say of a request.
@AutoConfiguration(before = WebMvcObservationAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(ObservationProperties.class)
class RequestObservationAutoConfiguration {

    @Bean
    ServerRequestObservationConvention moduleOfRequest(LocalModules modules, ObservationProperties settings) {
        return new ModuleOfRequest(modules, settings.getHttp().getServer().getRequests().getName());
    }
}
