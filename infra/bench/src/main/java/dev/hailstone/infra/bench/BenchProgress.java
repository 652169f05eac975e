package dev.hailstone.infra.bench;

import java.io.Console;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// A progress bar on a terminal, a line every few seconds elsewhere.
final class BenchProgress implements AutoCloseable {

    private final ProgressBar bar;

    BenchProgress(int loads) {
        ProgressBarBuilder builder = ProgressBar.builder()
                .setTaskName("Measuring")
                .setInitialMax(loads)
                .setUnit(" loads", 1)
                .setStyle(ProgressBarStyle.ASCII);
        bar = onTerminal()
                ? builder.setUpdateIntervalMillis(250).build()
                : builder.setUpdateIntervalMillis(5_000)
                        .setMaxRenderedLength(100)
                        .setConsumer(new DelegatingProgressBarConsumer(System.err::println, 100))
                        .build();
    }

    @SuppressWarnings("SystemConsoleNull") // NullAway does not know that it is never null since JDK 22.
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    void step() {
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
    }
}
