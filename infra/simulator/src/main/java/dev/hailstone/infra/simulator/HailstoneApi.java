package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
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
///
/// It uses the JDK's old HTTP client, which needs a third of the processor time of the new one: a replay shares its two
/// cores with the server that it drives.
final class HailstoneApi {

    /// How many idle connections the JDK is to keep. It reads the property once, before the first request, and keeps 5
    /// without it.
    static final String IDLE_CONNECTIONS = "http.maxConnections";

    private static final int LONGEST_CONNECT_MILLIS = 5_000;
    private static final int LONGEST_ANSWER_MILLIS = 30_000;
    private static final Set<Integer> AWAY = Set.of(429, 502, 503, 504);
    private static final int MOST_FAULTS = 5;
    private static final int UNAUTHENTICATED = 401;

    private final JsonMapper json = HailstoneJson.mapper();
    private final String server;
    private final Tokens tokens;
    private final Patience patience;

    /// @param server where the API is: `http://localhost:8080`
    HailstoneApi(URI server, Credentials credentials, Patience patience) {
        this.server = server.toString().replaceAll("/+$", "");
        this.tokens = new Tokens(credentials, this.server);
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

    /// The driver of a trip gives it back.
    Reply<Trip> giveBack(String key, String tripId) {
        return post("/api/trips/" + tripId + "/driver-cancellation", key, null, Trip.class);
    }

    /// Says whether a driver accepts whatever comes, or wants to be asked.
    Reply<Offers> takeOffers(String driverId, boolean autoAccept) {
        return put("/api/offers/" + driverId, new Choice(autoAccept), Offers.class);
    }

    /// Trips that drivers are offered at the moment, the latest first.
    Reply<Offered> offered(int limit) {
        return get("/api/assignments?state=OFFERED&limit=" + limit, Offered.class);
    }

    Reply<OfferAnswer> answer(String driverId, String tripId, OfferAnswer answer) {
        return put("/api/offers/%s/%s".formatted(driverId, tripId), answer, OfferAnswer.class);
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
        return get("/api/accounts/rider-charges?riderIdPrefix="
                + URLEncoder.encode(riderIdPrefix, StandardCharsets.UTF_8), Charges.class);
    }

    Reply<TrialBalance> trialBalance() {
        return get("/api/accounts/trial-balance", TrialBalance.class);
    }

    private <T> Reply<T> get(String path, Class<T> type) {
        return send("GET", path, null, null, type);
    }

    private <T> Reply<T> post(String path, @Nullable String key, @Nullable Object body, Class<T> type) {
        return send("POST", path, key, body == null ? new byte[0] : json.writeValueAsBytes(body), type);
    }

    private <T> Reply<T> put(String path, Object body, Class<T> type) {
        return send("PUT", path, null, json.writeValueAsBytes(body), type);
    }

    private <T> Reply<T> send(String method, String path, @Nullable String key, byte @Nullable [] body, Class<T> type) {
        int faults = 0;
        boolean refused = false;
        Patience.Request request = patience.request();
        while (true) {
            String trouble;
            try {
                String token = tokens.current();
                Answer answer = exchange(method, path, token, key, body);
                if (answer.status == UNAUTHENTICATED && !refused && tokens.forget(token)) {
                    refused = true;
                    continue;
                }
                boolean fault = answer.status == 500 && ++faults < MOST_FAULTS;
                if (!fault && !AWAY.contains(answer.status)) {
                    request.answered();
                    return read(answer, type);
                }
                trouble = "status " + answer.status;
            } catch (IOException e) {
                trouble = e instanceof ConnectException ? "no connection" : e.toString();
            }
            request.beforeRepeating(trouble);
        }
    }

    private Answer exchange(String method, String path, String token, @Nullable String key, byte @Nullable [] body)
            throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(server + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(LONGEST_CONNECT_MILLIS);
        connection.setReadTimeout(LONGEST_ANSWER_MILLIS);
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Authorization", "Bearer " + token);
        if (key != null) {
            connection.setRequestProperty("Idempotency-Key", key);
        }
        if (body != null) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        // Read to the end, or the connection could not be used again.
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? new byte[0] : in.readAllBytes());
        }
    }

    private <T> Reply<T> read(Answer answer, Class<T> type) {
        if (answer.status / 100 == 2) {
            return new Reply.Done<>(json.readValue(answer.body, type));
        }
        Refusal refusal;
        try {
            refusal = json.readValue(answer.body, Refusal.class);
        } catch (JacksonException _) {
            // Not one of ours: a proxy's page, say.
            refusal = new Refusal(null, null);
        }
        String name = refusal.type == null ? "unknown" : refusal.type.substring(refusal.type.lastIndexOf(':') + 1);
        return new Reply.Refused<>(answer.status, name, refusal.detail == null ? "" : refusal.detail);
    }

    record RequestQuote(String riderId, GeoPoint pickup, GeoPoint dropoff) {}

    record Quote(String quoteId, Money price) {}

    record RequestTrip(String riderId, String quoteId) {}

    record Trip(String tripId, String riderId, @Nullable String driverId, TripState state, GeoPoint pickup,
            GeoPoint dropoff, @Nullable Fare fare, @Nullable String cancellationReason,
            @Nullable Money cancellationFee) {}

    enum TripState {
        REQUESTED, ASSIGNED, ARRIVED, IN_PROGRESS, COMPLETED, CANCELLED
    }

    record Choice(boolean autoAccept) {}

    record Offers(String driverId, boolean autoAccept) {}

    record Offered(List<Offer> assignments) {

        record Offer(String tripId, String driverId) {}
    }

    /// @param answer `ACCEPTED` or `REFUSED`
    record OfferAnswer(String answer) {}

    record TripList(List<Trip> trips) {}

    record Fare(Money ride, Money tip, Money tolls, Money surcharges) {

        Money total() {
            return ride.plus(tip).plus(tolls).plus(surcharges);
        }
    }

    /// What a driver reports at the end of a ride; beyond the limits the server refuses it.
    ///
    /// @param fare each part from 0 to [#HIGHEST]
    /// @param distanceMetres from 0 to [#FARTHEST]
    /// @param startedAt not before [#EARLIEST]
    /// @param endedAt at most [#LONGEST] after the start, and not in the future
    record Completion(@Nullable Fare fare, @Nullable Money tip, @Nullable GeoPoint dropoff,
            @Nullable Double distanceMetres, @Nullable Instant startedAt, @Nullable Instant endedAt) {

        static final Money HIGHEST = Money.of("100000.00", "USD");
        static final double FARTHEST = 80_000_000;
        static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
        static final Duration LONGEST = Duration.ofDays(366);
    }

    record Deposit(Money amount) {}

    record Balance(Money balance) {}

    record Position(String driverId, double latitude, double longitude) {}

    record PositionReceipt(int accepted) {}

    record Driver(String driverId) {}

    record Charges(long riders, long charges, Money total) {}

    record TrialBalance(boolean balanced, List<Total> totals) {

        record Total(Money debits, Money credits) {}
    }

    private static final class Answer {

        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }
    }

    private record Refusal(@Nullable String type, @Nullable String detail) {}
}
