package dev.hailstone.infra.web;

import jakarta.servlet.ServletContext;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import dev.hailstone.infra.persistence.IdempotencyKey;

/// The description of the HTTP API at `/v3/api-docs`, built when it is first asked for, and a page to try it.
@Lazy
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
class ApiDocumentationAutoConfiguration {

    /// The bean that describes the API, and the one whose making tells the library how our types look in it.
    private static final String DESCRIPTION = "openApiResource";
    private static final String CONVERTERS = "modelConverterRegistrar";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(IdempotencyKey.class);
    }

    /// The library would be ready at the start, for which the start would have to wait.
    @Bean
    @Lazy(false)
    static BeanFactoryPostProcessor documentationOnDemand() {
        return beans -> {
            for (String name : beans.getBeanDefinitionNames()) {
                BeanDefinition definition = beans.getBeanDefinition(name);
                if (isDocumentation(definition.getBeanClassName())
                        || isDocumentation(definition.getFactoryBeanName())) {
                    definition.setLazyInit(true);
                }
            }
            if (beans.containsBeanDefinition(DESCRIPTION) && beans.containsBeanDefinition(CONVERTERS)) {
                beans.getBeanDefinition(DESCRIPTION).setDependsOn(CONVERTERS);
            }
        };
    }

    private static boolean isDocumentation(@Nullable String origin) {
        return origin != null && origin.startsWith("org.springdoc.");
    }

    /// It names its server itself, for the library would take the host from whichever request it answers.
    @Bean
    @ConditionalOnMissingBean
    OpenAPI api(ServletContext context) {
        return new OpenAPI().info(new Info().title("Hailstone")
                .version("1")
                .description("A ride-hailing platform. Every command takes an `Idempotency-Key`; every refusal is a "
                        + "problem detail (RFC 9457)."))
                .addServersItem(new Server().url(context.getContextPath().isEmpty() ? "/" : context.getContextPath()));
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
