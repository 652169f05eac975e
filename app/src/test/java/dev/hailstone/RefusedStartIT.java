package dev.hailstone;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// The packaged application as somebody starts it who has not read on: it would not know whom to trust.
class RefusedStartIT {

    @TempDir private Path directory;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void saysWhatToDoNextAndLeavesNothingBehind() throws Exception {
        Path database = directory.resolve("postgres");
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-jar",
                PackagedApplication.JAR.toString(), "--server.port=0",
                "--hailstone.database.directory=" + database).redirectErrorStream(true);
        command.environment().keySet().removeIf(name -> name.startsWith("SPRING_"));
        Process process = command.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(output).contains("it does not run open", "jwt.issuer-uri=", "--spring.profiles.active=demo")
                    .doesNotContain("\tat ");
            assertThat(database).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }
}
