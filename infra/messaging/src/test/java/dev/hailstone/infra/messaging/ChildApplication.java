package dev.hailstone.infra.messaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
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
/// - `load <seed> <threads> <meters> <pause>`: the same until `enough`, whatever the database breaks off, with that many
///   microseconds between two transactions of a thread; says `LOADED`
/// - `carry <transport>` for all subscriptions of the process; says `CARRIED` when all are
/// - `await return`; says `RETURNED` when no queue has taken a message of the process
/// - `await gap`; says `MISSED` when billing has been brought events without those before them
/// - `await refused`; says `REFUSED` when the broker lets no relay and no subscription of the process do anything
/// - `go on` from the crash point
final class ChildApplication {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /// As RabbitMQ calls it.
    private static final String REFUSED = "ACCESS_REFUSED";
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    private static volatile CountDownLatch enough = new CountDownLatch(1);

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
        try {
            carryOut(application, words);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void carryOut(ConfigurableApplicationContext application, String[] words) throws Exception {
        switch (words[0]) {
            case "take" -> {
                application.getBean(TakingReadings.class).take(words[1], Integer.parseInt(words[2]), words[3]);
                say("TAKEN");
            }
            case "work" -> {
                Workload workload = new Workload(Long.parseLong(words[1]), Integer.parseInt(words[2]),
                        Integer.parseInt(words[3]), Integer.parseInt(words[4]));
                workload.run(application.getBean(TakingReadings.class));
                say("WORKED");
            }
            case "load" -> {
                enough = new CountDownLatch(1);
                Workload workload = new Workload(Long.parseLong(words[1]), Integer.parseInt(words[2]),
                        Integer.MAX_VALUE, Integer.parseInt(words[3]));
                workload.runUntil(application.getBean(TakingReadings.class),
                        Duration.of(Long.parseLong(words[4]), ChronoUnit.MICROS), enough);
                say("LOADED");
            }
            case "enough" -> enough.countDown();
            case "carry" -> {
                carry(application, words[1]);
                say("CARRIED");
            }
            case "await" -> await(application, words[1]);
            case "go" -> GO_ON.countDown();
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void carry(ConfigurableApplicationContext application, String transport) {
        application.getBean(HailstoneEndpoint.class).carry("subscriptions", transport);
        List<Feed> feeds = application.getBean(EventTransport.class).feeds();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(() -> feeds.stream()
                        .allMatch(feed -> feed.route() instanceof Route(Transport carrier, _)
                                && carrier.text().equals(transport)));
    }

    private static void await(ConfigurableApplicationContext application, String what) {
        switch (what) {
            case "return" -> {
                List<Relay> relays = application.getBean(EventTransport.class).relays();
                awaitMore(() -> relays.stream().mapToLong(Relay::returned).sum());
                say("RETURNED");
            }
            case "gap" -> {
                Counter gaps = application.getBean(MeterRegistry.class)
                        .get("hailstone.events.gaps")
                        .tag("consumer", "billing")
                        .counter();
                awaitMore(() -> (long) gaps.count());
                say("MISSED");
            }
            case "refused" -> {
                EventTransport transport = application.getBean(EventTransport.class);
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(10))
                        .atMost(PATIENCE)
                        .until(() -> transport.relays().stream().allMatch(relay -> isRefused(relay.status()))
                                && transport.feeds().stream().allMatch(feed -> isRefused(feed.status())));
                say("REFUSED");
            }
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static boolean isRefused(RelayStatus status) {
        return status instanceof RelayStatus.Failing(String reason, _, _, _) && reason.contains(REFUSED);
    }

    private static boolean isRefused(SubscriptionStatus status) {
        return status instanceof SubscriptionStatus.Failing(String reason, _) && reason.contains(REFUSED);
    }

    private static void awaitMore(LongSupplier count) {
        long before = count.getAsLong();
        Awaitility.await().atMost(PATIENCE).until(() -> count.getAsLong() > before);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
