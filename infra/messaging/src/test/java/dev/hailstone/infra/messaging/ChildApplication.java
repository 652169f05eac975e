package dev.hailstone.infra.messaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.context.ConfigurableApplicationContext;

import dev.hailstone.fixtures.alarm.internal.AlarmModule;
import dev.hailstone.fixtures.billing.internal.BillingModule;
import dev.hailstone.fixtures.meter.internal.MeterModule;
import dev.hailstone.fixtures.meter.internal.TakingReadings;

/// What a [ChildProcess] runs.
///
/// Arguments: the database's URL, then `meter`, `billing`, `alarm` for the modules, `at=<crash point>` for where it shall
/// stop and say `REACHED`, and properties. It says `READY` and takes commands:
///
/// - `take <meter> <readings> <remark>` in one transaction; says `TAKEN`
/// - `work <seed> <threads> <transactions> <meters>`; says `WORKED`
/// - `go on` from the crash point
final class ChildApplication {

    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    private ChildApplication() {}

    public static void main(String[] arguments) throws IOException {
        List<Class<?>> modules = new ArrayList<>();
        List<String> properties = new ArrayList<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            switch (argument) {
                case "meter" -> modules.add(MeterModule.class);
                case "billing" -> modules.add(BillingModule.class);
                case "alarm" -> modules.add(AlarmModule.class);
                case String point when point.startsWith("at=") -> waitAt(CrashPoint.valueOf(point.substring(3)));
                default -> properties.add(argument);
            }
        }
        ConfigurableApplicationContext application = FixtureApplication.start(new TestDatabase(arguments[0]), modules,
                properties.toArray(String[]::new));
        say("READY");
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                String line = command;
                Thread.ofPlatform().start(() -> obey(application, line.split(" ", -1)));
            }
        }
        // The test has gone.
        Runtime.getRuntime().halt(0);
    }

    private static void waitAt(CrashPoint chosen) {
        AtomicBoolean reached = new AtomicBoolean();
        CrashPoint.visit(point -> {
            if (point == chosen && reached.compareAndSet(false, true)) {
                say("REACHED");
                try {
                    GO_ON.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        });
    }

    private static void obey(ConfigurableApplicationContext application, String[] words) {
        switch (words[0]) {
            case "take" -> {
                application.getBean(TakingReadings.class).take(words[1], Integer.parseInt(words[2]), words[3]);
                say("TAKEN");
            }
            case "work" -> {
                try {
                    new Workload(Long.parseLong(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]),
                            Integer.parseInt(words[4])).run(application.getBean(TakingReadings.class));
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
                say("WORKED");
            }
            case "go" -> GO_ON.countDown();
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
