package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.json.HailstoneJson;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;

/// The public HTTP API as a client sees it.
///
/// Every command carries an idempotency key, so every request may be repeated, and is while the server is away: not
/// reachable, restarting, or busy. How long is a matter of [Patience].
final class HailstoneApi implements AutoCloseable {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final Set<Integer> AWAY = Set.of(429, 502, 503, 504);
    private static final int MOST_FAULTS = 5;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final JsonMapper json = HailstoneJson.mapper();
    private final String base;
    private final Patience patience;

    /// @param server where the API is: `http://localhost:8080`
    HailstoneApi(URI server, Patience patience) {
        this.base = server.toString().replaceAll("/+$", "");
        this.patience = patience;
    }

    Reply<Quote> quote(String key, RequestQuote command) {
        return post("/api/quotes", key, command, Quote.class);
    }

    Reply<Trip> requestTrip(String key, RequestTrip command) {
        return post("/api/trips", key, command, Trip.class);
    }

    Reply<Trip> trip(String tripId) {
        return get("/api/trips/" + tripId, Trip.class);
    }

    /// Trips that have a driver on the way, in the order of their ids.
    ///
    /// @param after only trips of higher ids
    Reply<TripList> assignedTrips(String after, int limit) {
        return get("/api/trips?state=ASSIGNED&limit=%d&after=%s".formatted(limit, after), TripList.class);
    }

    Reply<Trip> arrive(String key, String tripId) {
        return post("/api/trips/" + tripId + "/arrival", key, null, Trip.class);
    }

    Reply<Trip> start(String key, String tripId) {
        return post("/api/trips/" + tripId + "/start", key, null, Trip.class);
    }

    Reply<Trip> complete(String key, String tripId, Completion completion) {
        return post("/api/trips/" + tripId + "/completion", key, completion, Trip.class);
    }

    Reply<Trip> cancel(String key, String tripId) {
        return post("/api/trips/" + tripId + "/cancellation", key, null, Trip.class);
    }

    /// The trip after a command; if it was too late for the command, the trip as it is.
    ///
    /// @throws RefusedException if the command was refused although nothing has happened meanwhile
    Trip afterwards(Trip before, Reply<Trip> reply) {
        return switch (reply) {
            case Reply.Done<Trip>(Trip changed) -> changed;
            case Reply.Refused<Trip> refused when refused.status() == 409 -> {
                Trip actual = trip(before.tripId()).orThrow();
                if (actual.state() == before.state()) {
                    throw new RefusedException(refused);
                }
                yield actual;
            }
            case Reply.Refused<Trip> refused -> throw new RefusedException(refused);
        };
    }

    Reply<Balance> deposit(String key, String riderId, Money amount) {
        return post("/api/accounts/riders/" + riderId + "/deposits", key, new Deposit(amount), Balance.class);
    }

    /// @param positions at most 1,000
    Reply<PositionReceipt> report(List<Position> positions) {
        return post("/api/positions", null, positions, PositionReceipt.class);
    }

    Reply<Driver> signOff(String key, String driverId) {
        return post("/api/drivers/" + driverId + "/sign-off", key, null, Driver.class);
    }

    /// What all riders whose ids begin so have been charged, as far as the ledger's read model knows.
    Reply<Charges> charges(String riderIdPrefix) {
        return get("/api/accounts/riders/charges?riderIdPrefix="
                + URLEncoder.encode(riderIdPrefix, StandardCharsets.UTF_8), Charges.class);
    }

    Reply<TrialBalance> trialBalance() {
        return get("/api/accounts/trial-balance", TrialBalance.class);
    }

    private <T> Reply<T> get(String path, Class<T> type) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET(), type);
    }

    private <T> Reply<T> post(String path, @Nullable String key, @Nullable Object body, Class<T> type) {
        BodyPublisher publisher = body == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .POST(publisher)
                .header("Content-Type", "application/json");
        return send(key == null ? request : request.header("Idempotency-Key", key), type);
    }

    private <T> Reply<T> send(HttpRequest.Builder builder, Class<T> type) {
        HttpRequest request = builder.header("Accept", "application/json").timeout(LONGEST_ANSWER).build();
        int faults = 0;
        for (int repetition = 0;; repetition++) {
            String trouble;
            try {
                HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
                int status = answer.statusCode();
                boolean fault = status == 500 && ++faults < MOST_FAULTS;
                if (!fault && !AWAY.contains(status)) {
                    patience.restore();
                    return read(answer, type);
                }
                trouble = "status " + status;
            } catch (IOException e) {
                trouble = e instanceof ConnectException ? "no connection" : e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoppedException(e);
            }
            patience.wait(repetition, trouble);
        }
    }

    private <T> Reply<T> read(HttpResponse<byte[]> answer, Class<T> type) {
        if (answer.statusCode() / 100 == 2) {
            return new Reply.Done<>(json.readValue(answer.body(), type));
        }
        Refusal refusal;
        try {
            refusal = json.readValue(answer.body(), Refusal.class);
        } catch (JacksonException _) {
            // Not one of ours: a proxy's page, say.
            refusal = new Refusal(null, null);
        }
        String name = refusal.type == null ? "unknown" : refusal.type.substring(refusal.type.lastIndexOf(':') + 1);
        return new Reply.Refused<>(answer.statusCode(), name, refusal.detail == null ? "" : refusal.detail);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    record RequestQuote(String riderId, GeoPoint pickup, GeoPoint dropoff) {}

    record Quote(String quoteId, Money price) {}

    record RequestTrip(String riderId, String quoteId) {}

    record Trip(String tripId, String riderId, @Nullable String driverId, TripState state, GeoPoint pickup,
            GeoPoint dropoff, @Nullable Fare fare, @Nullable String cancellationReason) {}

    enum TripState {
        REQUESTED, ASSIGNED, ARRIVED, IN_PROGRESS, COMPLETED, CANCELLED
    }

    record TripList(List<Trip> trips) {}

    record Fare(Money ride, Money tip, Money tolls, Money surcharges) {

        Money total() {
            return ride.plus(tip).plus(tolls).plus(surcharges);
        }
    }

    record Completion(@Nullable Fare fare, @Nullable Money tip, @Nullable GeoPoint dropoff,
            @Nullable Double distanceMetres, @Nullable Instant startedAt, @Nullable Instant endedAt) {}

    record Deposit(Money amount) {}

    record Balance(Money balance) {}

    record Position(String driverId, double latitude, double longitude) {}

    record PositionReceipt(int accepted) {}

    record Driver(String driverId) {}

    record Charges(long riders, long charges, Money total) {}

    record TrialBalance(boolean balanced, List<Total> totals) {

        record Total(Money debits, Money credits) {}
    }

    private record Refusal(@Nullable String type, @Nullable String detail) {}
}
