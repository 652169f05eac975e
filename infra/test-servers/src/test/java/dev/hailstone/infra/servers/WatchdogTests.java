package dev.hailstone.infra.servers;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WatchdogTests {

    @TempDir private Path directory;

    @Test
    void stopsAProcessInGoodOrderWhenItsStarterWasKilled() throws Exception {
        try (Family family = Family.start(directory)) {
            family.starter.destroyForcibly();
            await().until(() -> !family.started.isAlive());
        }
        assertThat(directory.resolve("stopped")).exists();
    }

    @Test
    void stopsAFrozenProcess() throws Exception {
        try (Family family = Family.start(directory)) {
            assertThat(signal("STOP", family.started)).isZero();
            family.starter.destroyForcibly();
            await().until(() -> !family.started.isAlive());
        }
        assertThat(directory.resolve("stopped")).exists();
    }

    @Test
    void goesWhenTheProcessHasGone() throws Exception {
        Process brief = new ProcessBuilder("cat").start();
        Watchdog.over(brief);
        assertThat(watchdogsOf(brief)).isOne();
        brief.getOutputStream().close();
        await().until(() -> watchdogsOf(brief) == 0);
    }

    private static long watchdogsOf(Process process) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").endsWith("watchdog " + process.pid()))
                .count();
    }

    private static int signal(String name, ProcessHandle process) throws Exception {
        return new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /// A JVM that has started a shell, and the shell, which says in a file that it was stopped.
    private record Family(Process starter, ProcessHandle started) implements AutoCloseable {

        static Family start(Path directory) throws IOException {
            Process starter = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                    Starter.class.getName(), directory.resolve("stopped").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String pid = starter.inputReader().readLine();
            return new Family(starter, ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
        }

        @Override
        public void close() {
            starter.destroyForcibly();
            started.destroyForcibly();
        }
    }

    /// Starts a shell with a watchdog over it, tells its number, and waits to be killed.
    static final class Starter {

        private Starter() {}

        public static void main(String[] arguments) throws Exception {
            Process started = new ProcessBuilder("sh", "-c",
                    "trap 'touch \"$1\"; exit' TERM; echo ready; while :; do sleep 0.1; done", "started", arguments[0])
                    .start();
            Watchdog.over(started);
            // It has set its trap.
            started.inputReader().readLine();
            System.out.println(started.pid());
            Thread.currentThread().join();
        }
    }
}
