package dev.hailstone.architecture;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All POMs of a build.
///
/// @param all by artifact
record Poms(Map<String, Pom> all) {

    /// The root's POM and those of its modules, all the way down.
    static Poms below(Path root) {
        Map<String, Pom> poms = new TreeMap<>();
        Deque<Path> open = new ArrayDeque<>(List.of(root.resolve("pom.xml")));
        while (!open.isEmpty()) {
            Pom pom = Pom.read(root, open.remove());
            poms.put(pom.artifactId(), pom);
            open.addAll(pom.modules());
        }
        return new Poms(poms);
    }

    List<Pom> children() {
        return all.values().stream().filter(pom -> !pom.isRoot()).toList();
    }

    /// The project of this build that makes the artifact, if it is one of them.
    Optional<Pom> making(String artifactId) {
        return Optional.ofNullable(all.get(artifactId));
    }
}
