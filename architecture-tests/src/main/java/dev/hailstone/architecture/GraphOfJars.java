package dev.hailstone.architecture;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.tngtech.archunit.core.domain.JavaClass;

/// Two nodes a module, its contract and its service, and an edge where a class of one needs a class of the other.
///
/// Events flow both ways between modules, so modules taken whole do have cycles; what must have none are the jars.
final class GraphOfJars {

    private final CodeBase code;
    private final Supplier<Cycles> cycles;

    GraphOfJars(CodeBase code) {
        this.code = code;
        this.cycles = new Once<>(this::draw);
    }

    void isInNoCycle(BoundedModule module, Consumer<String> violations) {
        for (String jar : List.of(contractOf(module), serviceOf(module))) {
            List<String> cycle = cycles.get().through(jar);
            if (!cycle.isEmpty()) {
                violations.accept(cycles.get().describe(cycle));
            }
        }
    }

    private Cycles draw() {
        Cycles graph = new Cycles();
        for (JavaClass type : code.types()) {
            jarOf(type).ifPresent(from -> CodeBase.dependencies(type)
                    .forEach(target -> jarOf(target)
                            .ifPresent(to -> graph.edge(from, to,
                                    "%s uses %s".formatted(type.getSimpleName(), target.getSimpleName())))));
        }
        return graph;
    }

    private Optional<String> jarOf(JavaClass type) {
        return code.moduleOf(type).map(module -> module.hides(type) ? serviceOf(module) : contractOf(module));
    }

    private static String contractOf(BoundedModule module) {
        return module.name() + " contract";
    }

    private static String serviceOf(BoundedModule module) {
        return module.name() + " service";
    }
}
