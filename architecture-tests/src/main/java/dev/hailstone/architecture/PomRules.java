package dev.hailstone.architecture;

import java.util.Set;
import java.util.function.Consumer;

/// The direction of dependencies as Maven sees it, which is what counts on the day of an extraction.
final class PomRules {

    /// A program that measures, and what tests are made with.
    private static final Set<String> BESIDES_TESTS = Set.of("infra/bench", "infra/testing");

    /// What simulates several modules at once, and has to be taken along by one that leaves.
    private static final Set<String> ACROSS_SERVICES = Set.of("domain-simulation");

    private final Poms poms;

    PomRules(Poms poms) {
        this.poms = poms;
    }

    void write(RuleBook book) {
        book.rule("HS-26", 23, "versions are in the root POM and nowhere else")
                .because("Two versions of one library in one process are found at run time.", "POMs", poms::children,
                        (pom, violations) -> pom.versions()
                                .forEach(version -> violations.accept("%s/pom.xml has a %s".formatted(pom.folder(),
                                        version))));
        book.rule("HS-27", 2, "jars depend in one direction: app, service, contract, kernel; and services on infra")
                .because("Extraction removes one dependency of the application; any other would hold the module back.",
                        "POMs", poms::children, this::dependsDownwards);
    }

    private void dependsDownwards(Pom pom, Consumer<String> violations) {
        for (Pom.Use use : pom.dependencies()) {
            poms.making(use.artifactId()).ifPresent(target -> {
                if (!mayUse(pom, Layer.of(target.folder()))) {
                    violations.accept("%s depends on %s".formatted(pom.folder(), target.folder()));
                } else if (target.folder().startsWith("infra/test") && !use.scope().equals("test")
                        && !BESIDES_TESTS.contains(pom.folder())) {
                    violations.accept("%s depends on %s in scope %s".formatted(pom.folder(), target.folder(),
                            use.scope()));
                } else if (target.folder().equals("infra/bench")) {
                    // It brings another event transport along, which would take the place of ours, and test servers.
                    violations.accept("%s depends on infra/bench, which is a program".formatted(pom.folder()));
                }
            });
        }
    }

    private static boolean mayUse(Pom from, Layer to) {
        return switch (Layer.of(from.folder())) {
            case KERNEL -> false;
            case CONTRACT -> Set.of(Layer.KERNEL, Layer.CONTRACT).contains(to);
            case SERVICE -> Set.of(Layer.KERNEL, Layer.CONTRACT, Layer.INFRA).contains(to);
            case INFRA -> Set.of(Layer.KERNEL, Layer.INFRA).contains(to);
            case APP -> to != Layer.OUTSIDE;
            case OUTSIDE -> to != Layer.SERVICE || ACROSS_SERVICES.contains(from.folder());
        };
    }

    /// What a project is, told by its folder.
    private enum Layer {

        KERNEL, CONTRACT, SERVICE, INFRA, APP, OUTSIDE;

        static Layer of(String folder) {
            if (folder.equals("modules/kernel")) {
                return KERNEL;
            }
            if (folder.matches("modules/[^/]+/contract")) {
                return CONTRACT;
            }
            if (folder.matches("modules/[^/]+/service")) {
                return SERVICE;
            }
            if (folder.startsWith("infra/")) {
                return INFRA;
            }
            return folder.equals("app") ? APP : OUTSIDE;
        }
    }
}
