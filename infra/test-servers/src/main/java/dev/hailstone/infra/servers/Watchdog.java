package dev.hailstone.infra.servers;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/// Sees to it that nothing that this process has started outlives it, however it ends.
///
/// It is a process, too: a shell that waits for the end of its input, which comes with the end of this process. Signals to the
/// whole group, as Ctrl-C sends them, do not end it.
public final class Watchdog {

    private static final String WAITING = "trap '' INT TERM HUP; read -r dismissed || { ";
    /// A frozen process hears of its end only when it wakes up.
    private static final String STOPPING = """
            kill -TERM $1; kill -CONT $1
            seconds=0
            while kill -0 $1 && [ $seconds -lt 60 ]; do sleep 1; seconds=$((seconds + 1)); done
            kill -KILL $1""";

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    /// Stops a process when this one has ended: in good order, so that it stops what it has started itself, and with `kill -9`
    /// if it has not ended within a minute. It may be frozen.
    ///
    /// @throws IOException if there is no shell
    public static void over(Process process) throws IOException {
        Watchdog watchdog = start(STOPPING, Long.toString(process.pid()));
        var _ = process.onExit().thenRun(watchdog::dismiss);
    }

    /// Runs a shell script when this process has ended, or [when it is told to][#release].
    ///
    /// @param arguments the script's `$1`, `$2`, …
    static Watchdog start(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WAITING + script + "\n}", "watchdog"));
        command.addAll(List.of(arguments));
        return new Watchdog(new ProcessBuilder(command).redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start());
    }

    /// Runs the script now; returns when that is done.
    void release() throws InterruptedException {
        try {
            shell.getOutputStream().close();
        } catch (IOException _) {
            // it has gone already
        }
        shell.waitFor();
    }

    /// The process that had its number is gone, and another may have it by and by.
    private void dismiss() {
        try {
            shell.getOutputStream().write('\n');
            shell.getOutputStream().close();
        } catch (IOException _) {
            // it has gone already
        }
    }
}
