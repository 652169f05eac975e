package dev.hailstone.architecture;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;

/// Paths that a gateway can route by their prefix.
final class HttpRules {

    private static final List<String> PATHS = List.of("value", "path", "url");

    private final CodeBase code;
    private final Once<Map<String, Set<String>>> modulesByPrefix;

    HttpRules(CodeBase code) {
        this.code = code;
        this.modulesByPrefix = new Once<>(this::owners);
    }

    void write(RuleBook book) {
        book.rule("HS-21", 20, "every path begins with /api and a prefix that belongs to one module")
                .because("A gateway sends a prefix to the module's new home, without knowing any path.",
                        "controllers and facades", this::endpoints, this::ownsItsPrefixes);
    }

    private List<JavaClass> endpoints() {
        return code.types(type -> code.isFacade(type)
                || (code.moduleOf(type).isPresent() && type.isMetaAnnotatedWith(Spring.CONTROLLER)));
    }

    private void ownsItsPrefixes(JavaClass endpoint, Consumer<String> violations) {
        for (String path : pathsOf(endpoint)) {
            String prefix = prefix(path);
            if (prefix.isEmpty()) {
                violations.accept("%s answers '%s', which is not below /api/…".formatted(code.shortName(endpoint),
                        path));
            } else if (modulesByPrefix.get().getOrDefault(prefix, Set.of()).size() > 1) {
                violations.accept("%s answers '%s', and %s belongs to %s".formatted(code.shortName(endpoint), path,
                        prefix, String.join(" and ", modulesByPrefix.get().getOrDefault(prefix, Set.of()))));
            }
        }
    }

    private Map<String, Set<String>> owners() {
        Map<String, Set<String>> owners = new TreeMap<>();
        for (JavaClass endpoint : endpoints()) {
            String module = code.moduleOf(endpoint).map(BoundedModule::name).orElseThrow();
            pathsOf(endpoint).forEach(path -> owners.computeIfAbsent(prefix(path), _ -> new TreeSet<>()).add(module));
        }
        return owners;
    }

    /// A controller inherits the path of the facade that it implements, for its other methods too.
    private static Set<String> pathsOf(JavaClass endpoint) {
        List<JavaClass> types = Stream.concat(Stream.of(endpoint), endpoint.getAllRawInterfaces().stream()).toList();
        List<String> outer = types.stream()
                .map(type -> pathsIn(type).toList())
                .filter(paths -> !paths.isEmpty())
                .findFirst()
                .orElse(List.of(""));
        Set<String> paths = new TreeSet<>();
        for (JavaClass type : types) {
            for (JavaMethod method : type.getMethods()) {
                pathsIn(method).forEach(inner -> outer.forEach(prefix -> paths.add(join(prefix, inner))));
            }
        }
        return paths;
    }

    /// The paths of a mapping, one empty path if it names none, nothing if there is no mapping.
    private static Stream<String> pathsIn(HasAnnotations<?> element) {
        return element.getAnnotations()
                .stream()
                .filter(HttpRules::isMapping)
                .flatMap(annotation -> {
                    Set<String> paths = new LinkedHashSet<>();
                    PATHS.forEach(name -> annotation.get(name).ifPresent(value -> paths.addAll(texts(value))));
                    paths.remove("");
                    return paths.isEmpty() ? Stream.of("") : paths.stream();
                });
    }

    private static boolean isMapping(JavaAnnotation<?> annotation) {
        return Stream.of(Spring.REQUEST_MAPPING, Spring.HTTP_EXCHANGE)
                .anyMatch(name -> annotation.getRawType().getName().equals(name)
                        || annotation.getRawType().isMetaAnnotatedWith(name));
    }

    private static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof Object[] several) {
            Stream.of(several).forEach(one -> texts.add(one.toString()));
        } else {
            texts.add(value.toString());
        }
        return texts;
    }

    private static String join(String outer, String inner) {
        String path = outer + (inner.isEmpty() || inner.startsWith("/") ? "" : "/") + inner;
        return path.startsWith("/") ? path : "/" + path;
    }

    /// `/api/trips` of `/api/trips/{id}/start`; empty if there is no such prefix.
    private static String prefix(String path) {
        String[] segments = path.split("/", -1);
        boolean hasPrefix = segments.length > 2 && segments[1].equals("api") && !segments[2].startsWith("{");
        return hasPrefix ? "/api/" + segments[2] : "";
    }
}
