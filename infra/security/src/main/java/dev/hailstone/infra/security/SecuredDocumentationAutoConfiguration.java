package dev.hailstone.infra.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/// Says in the description of the API that it wants tokens, and whose each operation takes.
@Lazy
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
class SecuredDocumentationAutoConfiguration {

    private static final String SCHEME = "token";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    GlobalOpenApiCustomizer bearerScheme() {
        return api -> {
            api.getComponents()
                    .addSecuritySchemes(SCHEME, new SecurityScheme().type(SecurityScheme.Type.HTTP)
                            .scheme("bearer")
                            .bearerFormat("JWT")
                            .description("Of the issuer that this Hailstone trusts; in a demo, from /demo/tokens."));
            api.addSecurityItem(new SecurityRequirement().addList(SCHEME));
        };
    }

    @Bean
    GlobalOperationCustomizer audience() {
        return SecuredDocumentationAutoConfiguration::describe;
    }

    private static Operation describe(Operation operation, HandlerMethod method) {
        OpenTo openTo = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), OpenTo.class);
        if (openTo != null) {
            String roles = Arrays.stream(openTo.value())
                    .map(role -> role.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            String text = operation.getDescription();
            operation.setDescription("%sFor: %s%s.".formatted(text == null ? "" : text + "\n\n", roles,
                    roles.equals("operator") ? "" : ", operator"));
        }
        return operation;
    }
}
