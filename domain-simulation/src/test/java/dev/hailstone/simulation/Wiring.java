package dev.hailstone.simulation;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/// Makes a module's own components by their constructors, as Spring does, with the simulation's ports where the module
/// meets the world. An application context would do the same, two hundred times slower.
final class Wiring {

    private static final Map<String, List<Class<?>>> COMPONENTS = new ConcurrentHashMap<>();
    private static final Map<Class<?>, Boolean> TRANSACTIONAL = new ConcurrentHashMap<>();
    private static final AnnotationTransactionAttributeSource ATTRIBUTES = new AnnotationTransactionAttributeSource(
            false);

    private final String basePackage;
    private final List<Object> ports;
    private final Settings settings;
    private final TransactionInterceptor transactional;
    private final Map<Class<?>, Object> made = new LinkedHashMap<>();

    /// @param ports what components get instead of what Spring would find
    Wiring(String basePackage, List<Object> ports, Settings settings, InMemoryTransactions transactions) {
        this.basePackage = basePackage;
        this.ports = List.copyOf(ports);
        this.settings = settings;
        this.transactional = new TransactionInterceptor((TransactionManager) transactions, ATTRIBUTES);
    }

    /// All components of the module, whether or not they are made.
    List<Class<?>> components() {
        return COMPONENTS.computeIfAbsent(basePackage, Wiring::scan);
    }

    private static List<Class<?>> scan(String basePackage) {
        List<Class<?>> components = new ArrayList<>();
        new ClassPathScanningCandidateComponentProvider(true).findCandidateComponents(basePackage)
                .forEach(found -> components.add(
                        ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null)));
        components.sort(Comparator.comparing(Class::getName));
        return components;
    }

    /// The one of its type: a port, or a component or settings of the module, made when first asked for.
    <T> T get(Class<T> type) {
        Object known = made.get(type);
        if (known == null) {
            known = ports.stream().filter(type::isInstance).findFirst().orElseGet(() -> make(type));
            made.put(type, known);
        }
        return type.cast(known);
    }

    private Object make(Class<?> type) {
        ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
        if (properties != null) {
            return settings.of(type, properties.value());
        }
        if (!AnnotatedElementUtils.isAnnotated(type, Component.class)) {
            throw new IllegalStateException("the simulation has no port for " + type.getName());
        }
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        ReflectionUtils.makeAccessible(constructor);
        Object[] arguments = new Object[constructor.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = get(constructor.getParameterTypes()[i]);
        }
        Object component = BeanUtils.instantiateClass(constructor, arguments);
        return TRANSACTIONAL.computeIfAbsent(type, Wiring::isTransactional) ? proxied(component) : component;
    }

    private static boolean isTransactional(Class<?> type) {
        return AnnotatedElementUtils.isAnnotated(type, Transactional.class)
                || Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> AnnotatedElementUtils.isAnnotated(method, Transactional.class));
    }

    private Object proxied(Object component) {
        ProxyFactory proxies = new ProxyFactory(component);
        proxies.setProxyTargetClass(true);
        proxies.addAdvice(transactional);
        return proxies.getProxy(component.getClass().getClassLoader());
    }
}
