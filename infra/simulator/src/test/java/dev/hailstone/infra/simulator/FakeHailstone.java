package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.json.HailstoneJson;
import dev.hailstone.infra.simulator.HailstoneApi.Fare;
import dev.hailstone.infra.simulator.HailstoneApi.Trip;
import dev.hailstone.infra.simulator.HailstoneApi.TripState;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;

/// A server that speaks the public API and keeps its state over restarts, as one with a database would.
///
/// It is strict: a key with another body, a second open trip of a rider, a step in the wrong state are refused.
final class FakeHailstone implements AutoCloseable {

    private static final Money ZERO = Money.of("0.00", "USD");
    private static final Money FEE = Money.of("5.00", "USD");
    private static final Money PRICE = Money.of("20.00", "USD");

    final Map<String, Money> charges = new TreeMap<>();
    final Map<String, Money> balances = new HashMap<>();
    final Map<String, Trip> trips = new TreeMap<>();
    /// Drivers who want to be asked.
    final Set<String> asked = ConcurrentHashMap.newKeySet();
    /// What drivers said to their offers.
    final Map<String, String> answers = new ConcurrentHashMap<>();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger positions = new AtomicInteger();
    final AtomicInteger signOffs = new AtomicInteger();

    /// So many of the next trips find no driver.
    final AtomicInteger tripsWithoutDriver = new AtomicInteger();
    /// So many of the next trips are asked for with a quote that has expired.
    final AtomicInteger expiredQuotes = new AtomicInteger();
    /// So many of the next rides have been ended, as by [#endRides], when their driver completes them.
    final AtomicInteger overdueRides = new AtomicInteger();
    /// Totals for which no ride is completed.
    final Set<Money> unfitFares = ConcurrentHashMap.newKeySet();
    /// The most that can be paid in at once.
    volatile Money largestDeposit = Money.of("1000000.00", "USD");
    /// Every so many requests, the answer is lost after the command has been carried out.
    final AtomicInteger losingEvery = new AtomicInteger(Integer.MAX_VALUE);
    /// Every so many requests, the answer is 503.
    final AtomicInteger busyEvery = new AtomicInteger(Integer.MAX_VALUE);
    /// The ledger forgets a cent of every fare.
    final AtomicBoolean miscounting = new AtomicBoolean();
    /// It is no demo and issues no tokens.
    final AtomicBoolean noDemo = new AtomicBoolean();
    /// How long its tokens are good for, as it says.
    final AtomicInteger lifetimeSeconds = new AtomicInteger(600);
    /// Tokens issued.
    final AtomicInteger issued = new AtomicInteger();
    /// Tokens refused.
    final AtomicInteger denied = new AtomicInteger();
    /// After so many completions the server dies.
    final AtomicInteger completionsUntilDeath = new AtomicInteger(Integer.MAX_VALUE);

    private final JsonMapper json = HailstoneJson.mapper();
    private final Map<String, Receipt> receipts = new HashMap<>();
    private final Map<String, String> quotes = new HashMap<>();
    private final Set<String> drivers = new HashSet<>();
    private final Set<String> expired = new HashSet<>();
    private volatile String token = "";
    private int port;
    private @Nullable HttpServer server;

    synchronized FakeHailstone start() {
        try {
            HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            port = fresh.getAddress().getPort();
            fresh.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            fresh.createContext("/", this::handle);
            token = UUID.randomUUID().toString();
            fresh.start();
            server = fresh;
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    synchronized boolean isRunning() {
        return server != null;
    }

    synchronized void kill() {
        HttpServer running = server;
        if (running != null) {
            server = null;
            completionsUntilDeath.set(Integer.MAX_VALUE);
            running.stop(0);
        }
    }

    /// Completes rides at the price that was quoted, as happens when nobody drives them on.
    synchronized void endRides() {
        List.copyOf(trips.values())
                .stream()
                .filter(trip -> trip.state() == TripState.IN_PROGRESS)
                .forEach(trip -> complete(trip, priced(ZERO)));
    }

    @Override
    public void close() {
        kill();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/demo/tokens")) {
            issue(exchange);
            return;
        }
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, refused(401, "unauthenticated"));
            return;
        }
        int number = requests.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean command = "POST".equals(exchange.getRequestMethod());
        if (number % busyEvery.get() == 0) {
            answer(exchange, refused(503, "unavailable"));
            return;
        }
        Answer answer = answer(exchange, body);
        if (command && completionsUntilDeath.get() <= 0) {
            kill();
        }
        if (number % losingEvery.get() == 0) {
            exchange.close();
            return;
        }
        answer(exchange, answer);
    }

    /// Like a demo: a restart forgets the tokens.
    private void issue(HttpExchange exchange) throws IOException {
        if (noDemo.get()) {
            denied.incrementAndGet();
            answer(exchange, refused(401, "unauthenticated"));
            return;
        }
        issued.incrementAndGet();
        answer(exchange, new Answer(200, Map.of("access_token", token, "expires_in", lifetimeSeconds.get())));
    }

    private synchronized Answer answer(HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath();
        if ("/api/positions".equals(path)) {
            positions.addAndGet(json.readTree(body).size());
            json.readTree(body).forEach(position -> drivers.add(position.path("driverId").asString()));
            return new Answer(202, Map.of("accepted", json.readTree(body).size(), "rejected", List.of()));
        }
        if ("GET".equals(exchange.getRequestMethod())) {
            return look(path, query(exchange.getRequestURI()));
        }
        if ("PUT".equals(exchange.getRequestMethod())) {
            return offer(path.split("/"), json.readTree(body));
        }
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key == null) {
            return refused(400, "idempotency-key-missing");
        }
        Receipt receipt = receipts.get(key);
        if (receipt != null) {
            return receipt.path.equals(path) && receipt.body.equals(body)
                    ? new Answer(200, receipt.tripId == null ? receipt.answer : trips.get(receipt.tripId))
                    : refused(422, "idempotency-key-reused");
        }
        Answer answer = command(path.split("/"), body.isEmpty() ? json.createObjectNode() : json.readTree(body));
        if (answer.status < 300) {
            receipts.put(key,
                    new Receipt(path, body, answer.body, answer.body instanceof Trip trip ? trip.tripId() : null));
        }
        return answer;
    }

    private Answer look(String path, Map<String, String> query) {
        return switch (path) {
            case "/api/trips" -> new Answer(200, Map.of("trips", trips.values()
                    .stream()
                    .filter(trip -> trip.state().name().equals(query.get("state")))
                    .filter(trip -> trip.tripId().compareTo(query.getOrDefault("after", "")) > 0)
                    .limit(Long.parseLong(query.getOrDefault("limit", "100")))
                    .toList()));
            case "/api/accounts/rider-charges" -> {
                List<Money> found = new ArrayList<>();
                charges.forEach((tripId, amount) -> {
                    if (find(tripId).riderId().startsWith(query.getOrDefault("riderIdPrefix", ""))) {
                        found.add(amount);
                    }
                });
                yield new Answer(200, Map.of("riders", 1, "charges", found.size(), "total",
                        found.stream().reduce(ZERO, Money::plus)));
            }
            case "/api/accounts/trial-balance" -> new Answer(200, Map.of("balanced", true, "totals",
                    List.of(Map.of("debits", PRICE, "credits", PRICE))));
            case "/api/assignments" -> new Answer(200, Map.of("assignments", offers()));
            default -> {
                Trip trip = trips.get(path.substring(path.lastIndexOf('/') + 1));
                yield trip == null ? refused(404, "unknown-trip") : new Answer(200, trip);
            }
        };
    }

    /// One offer for each driver who wants to be asked, as long as they have not answered.
    private List<Map<String, String>> offers() {
        return asked.stream()
                .filter(driver -> !answers.containsKey(driver))
                .map(driver -> Map.of("driverId", driver, "tripId", "of-" + driver))
                .toList();
    }

    private Answer offer(String[] path, JsonNode body) {
        String driver = path[3];
        if (path.length == 4) {
            if (!body.path("autoAccept").asBoolean()) {
                asked.add(driver);
            }
            return new Answer(200, Map.of("driverId", driver, "autoAccept", body.path("autoAccept").asBoolean()));
        }
        String answer = body.path("answer").asString();
        return answers.putIfAbsent(driver, answer) == null
                ? new Answer(200, Map.of("answer", answer))
                : refused(409, "offer-closed");
    }

    private Answer command(String[] path, JsonNode body) {
        return switch (path[2]) {
            case "quotes" -> {
                String id = UUID.randomUUID().toString();
                quotes.put(id, body.toString());
                yield new Answer(201, Map.of("quoteId", id, "price", PRICE));
            }
            case "trips" -> path.length == 3 ? request(body) : step(find(path[3]), path[4], body);
            case "accounts" -> {
                Money amount = json.treeToValue(body.path("amount"), Money.class);
                yield amount.compareTo(largestDeposit) > 0
                        ? refused(400, "invalid-value")
                        : new Answer(200, Map.of("balance", balances.merge(path[4], amount, Money::plus)));
            }
            case "drivers" -> {
                signOffs.incrementAndGet();
                yield new Answer(200, Map.of("driverId", path[3]));
            }
            default -> refused(404, "not-found");
        };
    }

    private Answer request(JsonNode body) {
        String quoteId = body.path("quoteId").asString();
        JsonNode quote = json.readTree(quotes.getOrDefault(quoteId, "{}"));
        if (take(expiredQuotes)) {
            expired.add(quoteId);
        }
        if (expired.contains(quoteId)) {
            return refused(409, "quote-expired");
        }
        String rider = body.path("riderId").asString();
        if (!quote.path("riderId").asString("").equals(rider)) {
            return refused(409, "quote-of-another-rider");
        }
        if (trips.values().stream().anyMatch(trip -> trip.riderId().equals(rider) && isOpen(trip))) {
            return refused(409, "trip-already-open");
        }
        Money available = balances.getOrDefault(rider, ZERO);
        String reason = available.compareTo(PRICE) < 0
                ? "HOLD_DECLINED"
                : take(tripsWithoutDriver) ? "NO_DRIVER_FOUND" : null;
        // Version 7 in order and form, so that the server's order is that of time.
        String id = new UUID(0x0190_0000_0000_7000L + ((long) trips.size() << 16), 0x8000_0000_0000_0000L).toString();
        Trip trip = new Trip(id, rider, reason == null ? freeDriver(id) : null,
                reason == null ? TripState.ASSIGNED : TripState.CANCELLED,
                json.treeToValue(quote.path("pickup"), GeoPoint.class),
                json.treeToValue(quote.path("dropoff"), GeoPoint.class), null, reason, null);
        trips.put(id, trip);
        return new Answer(201, with(trip, TripState.REQUESTED));
    }

    private Answer step(Trip trip, String command, JsonNode body) {
        return switch (command) {
            case "arrival" -> trip.state() == TripState.ASSIGNED ? put(trip, TripState.ARRIVED) : wrongState();
            case "start" -> trip.state() == TripState.ASSIGNED || trip.state() == TripState.ARRIVED
                    ? put(trip, TripState.IN_PROGRESS)
                    : wrongState();
            case "cancellation" -> isOpen(trip) && trip.state() != TripState.IN_PROGRESS
                    ? cancel(trip)
                    : wrongState();
            case "driver-cancellation" -> trip.state() == TripState.ASSIGNED ? giveBack(trip) : wrongState();
            case "completion" -> {
                if (trip.state() != TripState.IN_PROGRESS) {
                    yield wrongState();
                }
                if (take(overdueRides)) {
                    complete(trip, priced(ZERO));
                    yield wrongState();
                }
                Fare fare = body.hasNonNull("fare")
                        ? json.treeToValue(body.path("fare"), Fare.class)
                        : priced(body.hasNonNull("tip") ? json.treeToValue(body.path("tip"), Money.class) : ZERO);
                if (unfitFares.contains(fare.total())) {
                    yield refused(400, "invalid-value");
                }
                completionsUntilDeath.decrementAndGet();
                yield new Answer(200, complete(trip, fare));
            }
            default -> refused(404, "not-found");
        };
    }

    private Answer put(Trip trip, TripState state) {
        Trip changed = with(trip, state);
        trips.put(trip.tripId(), changed);
        return new Answer(200, changed);
    }

    private Trip complete(Trip trip, Fare fare) {
        Money total = fare.total();
        Money charged = miscounting.get() ? total.minus(Money.of("0.01", "USD")) : total;
        if (charges.put(trip.tripId(), charged) != null) {
            throw new IllegalStateException("charged twice: " + trip);
        }
        balances.merge(trip.riderId(), total.negated(), Money::plus);
        Trip done = new Trip(trip.tripId(), trip.riderId(), trip.driverId(), TripState.COMPLETED, trip.pickup(),
                trip.dropoff(), fare, null, null);
        trips.put(trip.tripId(), done);
        return done;
    }

    private static Fare priced(Money tip) {
        return new Fare(PRICE, tip, ZERO, ZERO);
    }

    /// Once the driver waits, it costs something.
    private Answer cancel(Trip trip) {
        Money fee = trip.state() == TripState.ARRIVED ? FEE : null;
        if (fee != null) {
            charges.put(trip.tripId(), fee);
            balances.merge(trip.riderId(), fee.negated(), Money::plus);
        }
        Trip cancelled = new Trip(trip.tripId(), trip.riderId(), trip.driverId(), TripState.CANCELLED, trip.pickup(),
                trip.dropoff(), null, "RIDER_CANCELLED", fee);
        trips.put(trip.tripId(), cancelled);
        return new Answer(200, cancelled);
    }

    /// Another driver is there at once, but the answer does not know them yet.
    private Answer giveBack(Trip trip) {
        Trip again = new Trip(trip.tripId(), trip.riderId(), freeDriver(trip.tripId()), TripState.ASSIGNED,
                trip.pickup(), trip.dropoff(), null, null, null);
        trips.put(trip.tripId(), again);
        return new Answer(200, with(again, TripState.REQUESTED));
    }

    /// One of those who told where they are; if all have a trip, a driver of other traffic.
    private String freeDriver(String tripId) {
        Set<String> free = new TreeSet<>(drivers);
        trips.values().stream().filter(FakeHailstone::isOpen).forEach(trip -> free.remove(trip.driverId()));
        return free.stream().findFirst().orElse("guest-" + tripId);
    }

    private Trip find(String tripId) {
        Trip trip = trips.get(tripId);
        if (trip == null) {
            throw new IllegalStateException("no trip " + tripId);
        }
        return trip;
    }

    private static Trip with(Trip trip, TripState state) {
        return new Trip(trip.tripId(), trip.riderId(), trip.driverId(), state, trip.pickup(), trip.dropoff(),
                trip.fare(), trip.cancellationReason(), trip.cancellationFee());
    }

    private static boolean isOpen(Trip trip) {
        return trip.state() != TripState.COMPLETED && trip.state() != TripState.CANCELLED;
    }

    private static boolean take(AtomicInteger count) {
        return count.getAndUpdate(it -> Math.max(it - 1, 0)) > 0;
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getQuery() != null) {
            for (String pair : uri.getQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return query;
    }

    private static Answer wrongState() {
        return refused(409, "wrong-trip-state");
    }

    private static Answer refused(int status, String problem) {
        return new Answer(status, Map.of("type", "urn:hailstone:problem:" + problem, "detail", "as the test wants it"));
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = json.writeValueAsBytes(answer.body);
        exchange.sendResponseHeaders(answer.status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private record Answer(int status, @Nullable Object body) {}

    private record Receipt(String path, String body, @Nullable Object answer, @Nullable String tripId) {}
}
