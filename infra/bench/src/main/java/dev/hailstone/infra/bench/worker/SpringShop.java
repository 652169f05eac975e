package dev.hailstone.infra.bench.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.persistence.EntityManager;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import dev.hailstone.infra.bench.billing.BillingModule;
import dev.hailstone.infra.bench.effects.AppliedEvents;
import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.registry.BillingListener;
import dev.hailstone.infra.bench.registry.ShippingListener;
import dev.hailstone.infra.bench.registry.StockListener;
import dev.hailstone.infra.bench.shipping.ShippingModule;
import dev.hailstone.infra.bench.shop.ChangingPurchases;
import dev.hailstone.infra.bench.shop.PurchaseChange;
import dev.hailstone.infra.bench.shop.ShopModule;
import dev.hailstone.infra.bench.stock.StockModule;

/// The workload as a Spring Boot application.
///
/// Both transports are on the class path; an application has the auto-configuration of one of them and no bean of the
/// other, which is checked.
final class SpringShop implements Shop {

    private static final String MODULITH = "org.springframework.modulith.";
    private static final String REGISTRY = MODULITH + "events.";
    private static final String TRANSPORT = "dev.hailstone.infra.messaging.";

    private static final List<String> REGISTRY_CONFIGURATIONS = List.of(
            REGISTRY + "config.EventPublicationAutoConfiguration",
            REGISTRY + "config.EventExternalizationAutoConfiguration",
            REGISTRY + "jdbc.JdbcEventPublicationAutoConfiguration",
            REGISTRY + "jackson.JacksonEventSerializationConfiguration",
            REGISTRY + "jackson2.Jackson2EventSerializationConfiguration",
            MODULITH + "moments.autoconfigure.MomentsAutoConfiguration",
            MODULITH + "moments.autoconfigure.MomentsJacksonAutoConfiguration");
    private static final List<String> TRANSPORT_CONFIGURATIONS = List.of(
            TRANSPORT + "MessagingAutoConfiguration",
            "dev.hailstone.infra.persistence.PersistenceAutoConfiguration",
            "dev.hailstone.infra.persistence.EmbeddedDatabaseAutoConfiguration");

    private final ConfigurableApplicationContext application;
    private final ChangingPurchases purchases;

    private SpringShop(ConfigurableApplicationContext application) {
        this.application = application;
        this.purchases = application.getBean(ChangingPurchases.class);
    }

    /// On Spring Modulith's registry: one schema for its table, no roles, completion as it comes. Its executor is Spring
    /// Boot's, with its default of eight threads.
    static SpringShop onRegistry(Target target, AppliedEvents applied) {
        Stream<Class<?>> listeners = Stream.of(BillingListener.class, StockListener.class, ShippingListener.class);
        return start(target, applied,
                Stream.concat(Stream.of(ChangingPurchases.class), listeners.limit(target.consumers())),
                TRANSPORT_CONFIGURATIONS, TRANSPORT,
                List.of("spring.modulith.events.jdbc.schema-initialization.enabled=true",
                        "spring.datasource.hikari.data-source-properties.currentSchema=shop",
                        "spring.task.execution.pool.core-size=8", "spring.task.execution.pool.max-size=8"));
    }

    /// On Hailstone's transport.
    ///
    /// @param properties that choose what carries the events, and where it is
    static SpringShop onTransport(Target target, AppliedEvents applied, List<String> properties) {
        Stream<Class<?>> consumers = Stream.of(BillingModule.class, StockModule.class, ShippingModule.class);
        return start(target, applied, Stream.concat(Stream.of(ShopModule.class), consumers.limit(target.consumers())),
                REGISTRY_CONFIGURATIONS, REGISTRY, properties);
    }

    private static SpringShop start(Target target, AppliedEvents applied, Stream<Class<?>> parts, List<String> without,
            String unwanted, List<String> properties) {
        List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + target.url(),
                "spring.datasource.username=" + target.user(), "spring.datasource.password=" + target.password(),
                "spring.datasource.hikari.maximum-pool-size=" + Target.POOL_SIZE,
                "spring.autoconfigure.exclude=" + String.join(",", without), "spring.main.banner-mode=off",
                "logging.level.root=warn",
                // PerfTest brings registries of metrics along that would be at work here too.
                "management.defaults.metrics.export.enabled=false", "management.simple.metrics.export.enabled=true"));
        all.addAll(properties);
        ConfigurableApplicationContext application = new SpringApplicationBuilder(
                Stream.concat(Stream.of(Parts.class), parts).toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
                .initializers(context -> context.getBeanFactory().registerSingleton("appliedEvents", applied))
                // Arguments go before persistence's defaults, which properties of the builder do not.
                .run(all.stream().map("--"::concat).toArray(String[]::new));
        requireAbsent(unwanted, application);
        return new SpringShop(application);
    }

    private static void requireAbsent(String unwanted, ConfigurableApplicationContext application) {
        List<String> found = Arrays.stream(application.getBeanDefinitionNames())
                .map(name -> application.getBeanFactory().getType(name))
                .filter(type -> type != null && type.getName().startsWith(unwanted))
                .map(Class::getName)
                .toList();
        if (!found.isEmpty()) {
            throw new IllegalStateException("the other transport is here too, so nothing can be measured: " + found);
        }
    }

    @Override
    public void change(PurchaseChange change) {
        purchases.change(change);
    }

    @Override
    public void close() {
        application.close();
    }

    /// What consumers need, whoever calls them.
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Parts {

        @Bean
        Entries entries(EntityManager entities, AppliedEvents applied) {
            return new Entries(entities, applied);
        }
    }
}
