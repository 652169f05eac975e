package dev.hailstone.infra.security;

import java.time.Clock;
import java.util.List;

import com.github.benmanes.caffeine.cache.Ticker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.StringUtils;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.web.ProblemResponses;

/// Lets nobody in without a token, and nobody anywhere that is not open to them.
@AutoConfiguration(after = OAuth2ResourceServerAutoConfiguration.class,
        before = {ServletWebSecurityAutoConfiguration.class, OAuth2ResourceServerWebSecurityAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(SecuritySettings.class)
@PropertySource("classpath:dev/hailstone/infra/security/defaults.properties")
class HailstoneSecurityAutoConfiguration {

    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
    private static final List<String> ISSUERS = List.of("issuer-uri", "jwk-set-uri", "public-key-location");

    /// What says nothing of anybody: the description of the API, which is public as the sources are, and the two endpoints
    /// that load balancers ask.
    private static final String[] DOCUMENTATION = {"/", "/swagger-ui.html", "/swagger-ui/**", "/v3/api-docs",
            "/v3/api-docs/**", "/v3/api-docs.yaml"};

    /// Before anything is made, so that a refused start is over at once and leaves nothing behind.
    @Bean
    static BeanFactoryPostProcessor refusingToRunOpen() {
        return beans -> {
            Environment environment = beans.getBean(Environment.class);
            // Looking for a bean by its type looks at all of them: only for who brings one of their own.
            if (ISSUERS.stream().noneMatch(name -> StringUtils.hasText(environment.getProperty(JWT + name)))
                    && !beans.containsBeanDefinition(Demo.TOKENS)
                    && beans.getBeanNamesForType(JwtDecoder.class, true, false).length == 0) {
                throw new NoIssuerException();
            }
        };
    }

    @Bean
    SecurityFilterChain guardedEndpoints(HttpSecurity http, SecuritySettings settings, JsonMapper json,
            Environment environment, JwtDecoder decoder, ObjectProvider<DemoIssuer> demo) {
        ProblemResponses responses = new ProblemResponses(json);
        Refusals refusals = new Refusals(responses);
        String actuator = environment.getProperty("management.endpoints.web.base-path", "/actuator");
        // Tokens come in a header that no browser sends by itself, so nothing can be forged across sites.
        http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .oauth2ResourceServer(tokens -> tokens.authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals)
                        .withObjectPostProcessor(answeringFailures(refusals))
                        .jwt(jwt -> jwt.decoder(
                                new RememberedTokens(decoder, Clock.systemUTC(), Ticker.systemTicker()))
                                .jwtAuthenticationConverter(new CallersOfTokens(settings.rolesClaim()))))
                .addFilterAfter(new LimitingRates(settings.rateLimit(), responses),
                        BearerTokenAuthenticationFilter.class)
                .addFilterAfter(new ActingForCallers(), LimitingRates.class)
                .authorizeHttpRequests(requests -> {
                    // Who may call which of these is for each to say: see OpenTo.
                    requests.requestMatchers("/api/**").authenticated();
                    for (HttpMethod look : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
                        requests.requestMatchers(look, actuator + "/health", actuator + "/health/**",
                                actuator + "/info")
                                .permitAll();
                        requests.requestMatchers(look, DOCUMENTATION).permitAll();
                    }
                    if (demo.getIfAvailable() != null) {
                        requests.requestMatchers(DemoTokensController.PATH).permitAll();
                    }
                    requests.anyRequest().hasAuthority(Role.OPERATOR.authority());
                });
        return http.build();
    }

    /// The filter would leave to the web server what is no fault of the token.
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> answeringFailures(Refusals refusals) {
        return new ObjectPostProcessor<>() {

            @Override
            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                filter.setAuthenticationFailureHandler(refusals);
                return filter;
            }
        };
    }

    @Bean
    SuspiciousRequests refusingSuspiciousRequests(JsonMapper json) {
        return new SuspiciousRequests(new ProblemResponses(json));
    }

    /// First, so that an application's own has the last word.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    JwkSetUriJwtDecoderBuilderCustomizer askingIssuer() {
        return new AskingIssuer(Ticker.systemTicker());
    }

    /// A request has its span and its metrics; the parts of its filters need none.
    @Bean
    SecurityObservationSettings filtersWithoutSpans() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    RestClientHttpServiceGroupConfigurer callsForEndUsers() {
        return groups -> groups.forEachClient((_, client) -> client.requestInterceptor(new ActingForCallers()));
    }

    @Bean
    WebMvcConfigurer hailstoneCallers() {
        return new WebMvcConfigurer() {

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerResolver());
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new CheckingAccess()).addPathPatterns("/api/**");
            }
        };
    }

    /// Without an issuer of its own, a demo is one itself.
    @Configuration(proxyBeanMethods = false)
    @Profile("demo")
    @ConditionalOnMissingBean(JwtDecoder.class)
    @Import(DemoTokensController.class)
    static class Demo {

        static final String TOKENS = "demoTokens";

        @Bean
        DemoIssuer demoIssuer(SecuritySettings settings, Environment environment) {
            return new DemoIssuer(Clock.systemUTC(), settings,
                    environment.getProperty(JWT + "audiences", "hailstone"));
        }

        @Bean(TOKENS)
        JwtDecoder demoTokens(DemoIssuer issuer) {
            return issuer.decoder();
        }
    }
}
