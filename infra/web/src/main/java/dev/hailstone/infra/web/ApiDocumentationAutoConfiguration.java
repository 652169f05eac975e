package dev.hailstone.infra.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

import dev.hailstone.infra.persistence.IdempotencyKey;

/// The description of the HTTP API at `/v3/api-docs`, built when it is first asked for, and a page to try it.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
class ApiDocumentationAutoConfiguration {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(IdempotencyKey.class);
    }

    @Bean
    @ConditionalOnMissingBean
    OpenAPI api() {
        return new OpenAPI().info(new Info().title("Hailstone")
                .version("1")
                .description("A ride-hailing platform. Every command takes an `Idempotency-Key`; every refusal is a "
                        + "problem detail (RFC 9457)."));
    }

    @Bean
    KernelSchemas kernelSchemas() {
        return new KernelSchemas();
    }

    @Bean
    GlobalOperationCustomizer documentedOperations() {
        return new DocumentedOperations();
    }

    @Bean
    GlobalOpenApiCustomizer problemSchema() {
        return api -> DocumentedOperations.addProblemSchema(api.getComponents());
    }
}
