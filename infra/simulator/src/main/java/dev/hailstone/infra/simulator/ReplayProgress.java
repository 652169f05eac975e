package dev.hailstone.infra.simulator;

import java.io.Console;
import java.util.function.Consumer;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// A progress bar on a terminal, a line every few seconds elsewhere.
final class ReplayProgress implements Consumer<TripOutcome>, AutoCloseable {

    private final ProgressBar bar;

    ReplayProgress(int trips) {
        ProgressBarBuilder builder = ProgressBar.builder()
                .setTaskName("Replaying")
                .setInitialMax(trips)
                .setUnit(" trips", 1)
                .showSpeed()
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

    @Override
    public void accept(TripOutcome outcome) {
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
    }
}
