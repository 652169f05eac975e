package dev.hailstone.infra.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.registry.AbstractHttpServiceRegistrar;

/// Makes the facades of modules that run elsewhere HTTP clients, so that who injects them need not know.
///
/// For every module with `hailstone.modules.<m>.mode=remote`, the [HttpExchange] interfaces of its contract become clients
/// of the group `<m>`, which `spring.http.serviceclient.<m>.*` configures. Only a facade that somebody injects needs its
/// module's address, and then the application does not start without.
final class RemoteFacades extends AbstractHttpServiceRegistrar {

    private static final String CONTRACTS = "dev.hailstone.";

    private @Nullable Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        super.setEnvironment(environment);
        this.environment = environment;
    }

    @Override
    protected void registerHttpServices(GroupRegistry registry, AnnotationMetadata importer) {
        Environment settings = Objects.requireNonNull(environment);
        modules(settings).forEach((module, mode) -> {
            if ("remote".equalsIgnoreCase(mode.mode())) {
                List<String> facades = facades(module, settings);
                if (!facades.isEmpty()) {
                    registry.forGroup(module).registerTypeNames(facades.toArray(String[]::new));
                }
            }
        });
    }

    /// Makes each client when somebody asks for it, and refuses to without an address: Spring would notice at the first call
    /// only.
    static void demandAddresses(ConfigurableListableBeanFactory beans, Environment settings) {
        modules(settings).keySet().forEach(module -> {
            String client = module + "#" + CONTRACTS + module + ".";
            for (String name : beans.getBeanDefinitionNames()) {
                if (name.startsWith(client)
                        && beans.getBeanDefinition(name) instanceof AbstractBeanDefinition definition) {
                    Supplier<?> supplier = Objects.requireNonNull(definition.getInstanceSupplier());
                    definition.setLazyInit(true);
                    definition.setInstanceSupplier(() -> {
                        requireBaseUrl(module, definition.getBeanClassName(), settings);
                        return supplier.get();
                    });
                }
            }
        });
    }

    private static Map<String, ModuleMode> modules(Environment settings) {
        return new TreeMap<>(Binder.get(settings)
                .bind("hailstone.modules", Bindable.mapOf(String.class, ModuleMode.class))
                .orElseGet(Map::of));
    }

    private static List<String> facades(String module, Environment settings) {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false,
                settings) {

            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
                // Not the controller that implements it, should the module's service be on the class path.
                return definition.getMetadata().isInterface();
            }
        };
        scan.setResourcePattern("*.class");
        scan.addIncludeFilter(new AnnotationTypeFilter(HttpExchange.class));
        return scan.findCandidateComponents(CONTRACTS + module)
                .stream()
                .map(BeanDefinition::getBeanClassName)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    private static void requireBaseUrl(String module, @Nullable String facade, Environment settings) {
        String property = "spring.http.serviceclient." + module + ".base-url";
        String url = settings.getProperty(property);
        if (url == null || !isHttp(url)) {
            throw new InvalidConfigurationPropertyValueException(property, url,
                    "The module '%s' is remote and its %s is called, so this must be the URL of a process that has the module, like http://localhost:8081"
                            .formatted(module, facade));
        }
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// Where a module runs: `local` or `remote`.
    record ModuleMode(@Nullable String mode) {}
}
