package dev.hailstone.infra.persistence;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The modules that run in this process.
public final class LocalModules {

    private final List<ModuleDescriptor> modules;

    LocalModules(List<ModuleDescriptor> modules) {
        this.modules = modules.stream().sorted(Comparator.comparing(ModuleDescriptor::name)).toList();
    }

    /// All of them, by name.
    public List<ModuleDescriptor> all() {
        return modules;
    }

    /// The module of that name, if it runs here.
    public Optional<ModuleDescriptor> named(String name) {
        return modules.stream().filter(module -> module.name().equals(name)).findFirst();
    }

    /// The module that a class, a method or a package belongs to, by its qualified name.
    public Optional<ModuleDescriptor> owning(String qualifiedName) {
        return modules.stream().filter(module -> module.owns(qualifiedName)).findFirst();
    }

    /// The names, for people.
    @Override
    public String toString() {
        return modules.isEmpty()
                ? "none"
                : modules.stream().map(ModuleDescriptor::name).collect(Collectors.joining(", "));
    }
}
