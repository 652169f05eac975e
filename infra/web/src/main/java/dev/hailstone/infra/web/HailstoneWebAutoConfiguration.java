package dev.hailstone.infra.web;

import java.util.List;

import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.kernel.InvalidValueException;

/// Problem details, idempotency keys and limits for every endpoint of the process.
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(WebSettings.class)
@Import({ProblemAdvice.class, ProblemErrorController.class})
class HailstoneWebAutoConfiguration {

    @Bean
    WebMvcConfigurer hailstoneWeb() {
        return new WebMvcConfigurer() {

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new IdempotencyKeyResolver());
            }

            @Override
            public void addFormatters(FormatterRegistry registry) {
                registry.addConverter(String.class, String.class, HailstoneWebAutoConfiguration::storable);
            }

            // After the question whether the caller may ask at all.
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new ReadableAnswers()).addPathPatterns("/api/**").order(1);
            }

            @Override
            public void addViewControllers(ViewControllerRegistry registry) {
                registry.addRedirectViewController("/", "/swagger-ui/index.html");
            }
        };
    }

    /// A parameter that is text for us too; PostgreSQL has all characters but this one.
    private static String storable(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidValueException("value", "must not have the character U+0000");
        }
        return text;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit(WebSettings settings, JsonMapper json) {
        FilterRegistrationBean<BodyLimitFilter> registration = new FilterRegistrationBean<>(
                new BodyLimitFilter(settings.maxBodySize(), settings.maxBodyTime(), new ProblemResponses(json)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }

    /// Without a time-out of their own, parts of a body are waited for as long as the next request of a connection is.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> patienceWithBodies(WebSettings settings) {
        return factory -> {
            factory.addEngineValves(new UnreadBodyValve(settings.maxBodyTime()));
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                    http.setDisableUploadTimeout(false);
                    http.setConnectionUploadTimeout(Math.toIntExact(settings.maxBodyTime().toMillis()));
                }
            });
        };
    }

    /// Last, because the valve that was added last is the first to see an error.
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports(JsonMapper json) {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass("");
                host.getPipeline().addValve(new ProblemReportValve(json));
            }
        });
    }
}
