package dev.hailstone.infra.simulator;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

final class Fixtures {

    private Fixtures() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
