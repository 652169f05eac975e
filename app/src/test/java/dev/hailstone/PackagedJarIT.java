package dev.hailstone;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What the jar looks like that people download and start.
class PackagedJarIT {

    private static final String LIBRARIES = "BOOT-INF/lib/";

    @Test
    void hasItsLargestLibrariesFirst() throws IOException {
        try (JarFile jar = new JarFile(PackagedApplication.JAR.toFile())) {
            List<ZipEntry> libraries = jar.stream()
                    .filter(entry -> entry.getName().startsWith(LIBRARIES) && !entry.isDirectory())
                    .map(ZipEntry.class::cast)
                    .toList();

            assertThat(libraries).hasSizeGreaterThan(100);
            assertThat(libraries).isSortedAccordingTo(Comparator.comparingLong(ZipEntry::getSize).reversed());
        }
    }

    @Test
    void isSmallerThan110Megabytes() throws IOException {
        assertThat(Files.size(PackagedApplication.JAR)).isLessThan(110_000_000);
    }
}
