package dev.hailstone.infra.messaging;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils.MethodFilter;
import tools.jackson.databind.node.ObjectNode;

import dev.hailstone.infra.persistence.LocalModules;
import dev.hailstone.infra.persistence.ModuleDescriptor;
import dev.hailstone.kernel.ModuleEvent;

/// The listeners of this process's modules: who hears what, and in which version.
final class Listeners implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final LocalModules modules;
    private final EventJson json;
    private final Map<String, Map<String, Interest>> interests = new HashMap<>();
    private final Map<Step, EventUpcaster> upcasters = new HashMap<>();
    private final Set<Subscription> subscriptions = new TreeSet<>(
            Comparator.comparing(Subscription::consumer).thenComparing(Subscription::producer));

    Listeners(ConfigurableListableBeanFactory beans, LocalModules modules, EventJson json) {
        this.beans = beans;
        this.modules = modules;
        this.json = json;
    }

    /// Finds them.
    ///
    /// @throws IllegalStateException if a method is annotated that cannot be a listener
    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanNamesForType(Object.class)) {
            Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
            if (type != null && AnnotationUtils.isCandidateClass(type, ModuleEventListener.class)) {
                listenersOf(name, ClassUtils.getUserClass(type)).forEach(this::add);
            }
        }
        for (Map<String, Interest> ofModule : interests.values()) {
            ofModule.values().forEach(Interest::sort);
        }
        beans.getBeansOfType(EventUpcaster.class).values().forEach(this::add);
    }

    /// Every pair of a consumer here and a producer anywhere.
    Set<Subscription> subscriptions() {
        return subscriptions;
    }

    /// Whether the consumer has a listener for events of this type.
    boolean hears(String consumer, String type) {
        return interests.getOrDefault(consumer, Map.of()).containsKey(type);
    }

    /// What the consumer does about the event.
    ///
    /// @throws RuntimeException if the payload is not what its type and version promise
    Hearing hearing(String consumer, EventEnvelope event) {
        Interest interest = interests.getOrDefault(consumer, Map.of()).get(event.type());
        if (interest == null) {
            return new Hearing.Ignored();
        }
        int understood = WireType.of(interest.event).version();
        if (event.version() == understood) {
            return new Hearing.Heard(json.read(event.payload(), interest.event), interest.listeners);
        }
        if (event.version() > understood) {
            return new Hearing.NotUnderstood("%s is of version %d, and %s knows versions up to %d"
                    .formatted(event.type(), event.version(), consumer, understood));
        }
        ObjectNode payload = json.tree(event.payload());
        for (int version = event.version(); version < understood; version++) {
            EventUpcaster upcaster = upcasters.get(new Step(consumer, event.type(), version));
            if (upcaster == null) {
                return new Hearing.NotUnderstood("%s is of version %d, and %s has no EventUpcaster from version %d"
                        .formatted(event.type(), event.version(), consumer, version));
            }
            payload = upcaster.upcast(payload);
        }
        return new Hearing.Heard(json.read(payload, interest.event), interest.listeners);
    }

    private List<Listener> listenersOf(String name, Class<?> type) {
        Set<Method> methods = MethodIntrospector.selectMethods(type,
                (MethodFilter) method -> AnnotatedElementUtils.hasAnnotation(method, ModuleEventListener.class));
        if (methods.isEmpty()) {
            return List.of();
        }
        String module = moduleOf(type, "has a @ModuleEventListener");
        Object bean = beans.getBean(name);
        return methods.stream().map(method -> Listener.of(module, bean, method)).toList();
    }

    private void add(Listener listener) {
        WireType type = WireType.of(listener.event());
        Interest interest = interests.computeIfAbsent(listener.module(), _ -> new HashMap<>())
                .computeIfAbsent(type.name(), _ -> new Interest(listener.event()));
        if (interest.event != listener.event()) {
            throw new IllegalStateException("Module %s hears %s as %s and as %s; a module reads a type in one version"
                    .formatted(listener.module(), type.name(), interest.event.getName(), listener.event().getName()));
        }
        interest.listeners.add(listener);
        subscriptions.add(listener.subscription());
    }

    private void add(EventUpcaster upcaster) {
        String module = moduleOf(ClassUtils.getUserClass(upcaster), "is an EventUpcaster");
        if (upcasters.put(new Step(module, upcaster.type(), upcaster.fromVersion()), upcaster) != null) {
            throw new IllegalStateException("Module %s has two EventUpcasters for %s from version %d".formatted(module,
                    upcaster.type(), upcaster.fromVersion()));
        }
    }

    private String moduleOf(Class<?> type, String what) {
        return modules.owning(type.getName())
                .map(ModuleDescriptor::name)
                .orElseThrow(
                        () -> new IllegalStateException("%s %s, but it belongs to no module of this process (%s)"
                                .formatted(type.getName(), what, modules)));
    }

    /// A module's listeners of one type.
    private static final class Interest {

        final Class<? extends ModuleEvent> event;
        final List<Listener> listeners = new ArrayList<>();

        Interest(Class<? extends ModuleEvent> event) {
            this.event = event;
        }

        void sort() {
            listeners.sort(Comparator.comparing(Listener::toString));
        }
    }

    private record Step(String module, String type, int fromVersion) {}
}
