package dev.hailstone.simulation;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// What a module is told by its configuration, with its own defaults for all else.
final class Settings {

    private final Binder binder;
    private final Map<Class<?>, Object> bound = new HashMap<>();

    Settings(Map<String, String> properties) {
        this.binder = new Binder(new MapConfigurationPropertySource(properties));
    }

    Object of(Class<?> type, String prefix) {
        return bound.computeIfAbsent(type, _ -> binder.bindOrCreate(prefix, type));
    }
}
