package dev.hailstone.tracking.internal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.testing.MeasuredPairs;
import dev.hailstone.infra.testing.TestIssuer;

/// What it costs to take positions, beside an endpoint of the same server that parses the same body and throws it away. A
/// program, not a test: `docs/bench.md` tells how to run it.
final class PositionsBenchmark {

    private static final int CALLERS = 8;
    private static final int BATCH = 100;
    private static final int DRIVERS = 10_000;
    private static final int WARM_UP_ROUNDS = 3;
    /// More would say something about the server.
    private static final int MOST_SENT_AGAIN = 20;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpRequest.BodyPublisher> bodies = IntStream.range(0, DRIVERS / BATCH)
            .mapToObj(PositionsBenchmark::body)
            .toList();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger sentAgain = new AtomicInteger();
    private final String server;
    private final String token = TestIssuer.shared().token(Role.OPERATOR, "bench");

    private PositionsBenchmark(String server) {
        this.server = server;
    }

    /// @param arguments requests of each measurement (2000), rounds (5) and the report's files without their ending
    public static void main(String[] arguments) throws Exception {
        int requests = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String report = arguments.length > 2 ? arguments[2] : "positions";
        boolean passed;
        try (ConfigurableApplicationContext application = SpringApplication.run(Measured.class, "--server.port=0",
                "--spring.main.banner-mode=off", "--logging.level.root=warn")) {
            addBareEndpoint(application);
            passed = new PositionsBenchmark(
                    "http://localhost:" + application.getEnvironment().getProperty("local.server.port"))
                    .measure(requests, rounds, report);
        }
        System.exit(passed ? 0 : 1);
    }

    private boolean measure(int requests, int rounds, String report) throws Exception {
        warmUp(requests);
        MeasuredPairs pairs = MeasuredPairs.of("location updates over HTTP, %d in a request".formatted(BATCH),
                "updates a second, " + CALLERS + " callers", "the same body, parsed and thrown away", 0.8, rounds,
                () -> send("/api/positions", requests), () -> send("/bare", requests));
        String failed = refused.get() == 0 ? "All updates were accepted." : refused + " requests were refused.";
        String again = sentAgain.get() == 0 ? "" : " %s requests were sent again.".formatted(sentAgain);
        String markdown = "# Location updates, measured\n\n" + MeasuredPairs.head() + pairs.row() + "\n\n" + failed
                + again + "\n";
        Files.writeString(Path.of(report + ".md"), markdown);
        Files.writeString(Path.of(report + ".json"),
                JsonMapper.builder()
                        .build()
                        .writeValueAsString(
                                Map.of("pairs", List.of(pairs), "refused", refused, "sentAgain", sentAgain)));
        System.out.println(markdown);
        return refused.get() == 0;
    }

    /// In turns, as it is measured, so that the compiler has seen both endpoints.
    private void warmUp(int requests) throws Exception {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            send("/api/positions", requests);
            send("/bare", requests);
        }
    }

    /// @return updates a second
    private double send(String path, int requests) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(callers.submit(() -> {
                    for (int number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
                        send(path, bodies.get(number % bodies.size()));
                    }
                    return true;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            return BATCH * requests / ((System.nanoTime() - start) / 1e9);
        }
    }

    private void send(String path, HttpRequest.BodyPublisher body) throws Exception {
        HttpResponse<String> answer = answer(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(body)
                .build());
        boolean taken = answer.statusCode() == HttpStatus.ACCEPTED.value()
                && (path.equals("/bare") || answer.body().contains("\"accepted\":" + BATCH));
        if (!taken) {
            refused.incrementAndGet();
        }
    }

    /// Sends a request again that the client has lost: now and then it closes a connection that it has just taken out of
    /// its pool ("Data received while in pool"). Positions may be sent twice, and the report says how often they were.
    private HttpResponse<String> answer(HttpRequest request) throws Exception {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException lost) {
            if (sentAgain.incrementAndGet() > MOST_SENT_AGAIN) {
                throw lost;
            }
            return answer(request);
        }
    }

    private static HttpRequest.BodyPublisher body(int number) {
        return HttpRequest.BodyPublishers.ofString(IntStream.range(0, BATCH)
                .mapToObj(i -> String.format(Locale.ROOT,
                        "{\"driverId\":\"driver-%d\",\"latitude\":%.5f,\"longitude\":%.5f}",
                        number * BATCH + i, 40.5 + i * 0.004, -74.1 + number * 0.004))
                .collect(Collectors.joining(",", "[", "]")));
    }

    private static void addBareEndpoint(ConfigurableApplicationContext application) throws NoSuchMethodException {
        RequestMappingHandlerMapping endpoints = application.getBean("requestMappingHandlerMapping",
                RequestMappingHandlerMapping.class);
        endpoints.registerMapping(
                RequestMappingInfo.paths("/bare")
                        .methods(RequestMethod.POST)
                        .options(endpoints.getBuilderConfiguration())
                        .build(),
                new Bare(), Bare.class.getDeclaredMethod("take", JsonNode.class));
    }

    /// Tracking alone. Of no stereotype, so that tests do not find it.
    @EnableAutoConfiguration
    static class Measured {}

    /// The endpoint beside it; tests would find a controller.
    static final class Bare {

        @ResponseBody
        @ResponseStatus(HttpStatus.ACCEPTED)
        void take(@RequestBody JsonNode body) {
            // Parsed, and thrown away.
        }
    }
}
