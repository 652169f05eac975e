package dev.hailstone.ledger.internal;

import java.net.URI;
import java.util.UUID;

import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.RiderBalance;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;

import static org.assertj.core.api.Assertions.assertThat;

/// The module's HTTP API, as its clients use it.
final class AccountsApi {

    private final MockMvcTester http;
    private final JsonMapper json;
    private final Bookkeeping bookkeeping;

    AccountsApi(MockMvcTester http, JsonMapper json, Bookkeeping bookkeeping) {
        this.http = http;
        this.json = json;
        this.bookkeeping = bookkeeping;
    }

    RiderBalance deposit(RiderId rider, Money amount) {
        return read(post("/riders/" + rider + "/deposits", UUID.randomUUID().toString(), amount(amount)),
                RiderBalance.class);
    }

    RiderBalance rider(RiderId rider) {
        return read(get("/riders/" + rider), RiderBalance.class);
    }

    DriverBalance driver(DriverId driver) {
        return read(get("/drivers/" + driver), DriverBalance.class);
    }

    Statement statement(RiderId rider, long after, int limit) {
        return read(get("/riders/%s/statement?after=%d&limit=%d".formatted(rider, after, limit)), Statement.class);
    }

    Statement statement(DriverId driver) {
        return read(get("/drivers/" + driver + "/statement"), Statement.class);
    }

    TrialBalance trialBalance() {
        return read(get("/trial-balance"), TrialBalance.class);
    }

    RebuildingReadModels.Outcome.Rebuilt rebuild() {
        return read(http.post().uri("/api/accounts/rebuild").exchange(), RebuildingReadModels.Outcome.Rebuilt.class);
    }

    /// Asks at once, however far the read models are.
    MvcTestResult getNow(String path) {
        return http.get().uri(URI.create("/api/accounts" + path)).exchange();
    }

    /// Asks when the read models know everything that has been committed.
    MvcTestResult get(String path) {
        bookkeeping.catchUp();
        return http.get().uri(URI.create("/api/accounts" + path)).exchange();
    }

    MvcTestResult post(String path, String key, String body) {
        return http.post()
                .uri("/api/accounts" + path)
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    MvcTestResult post(String path, String body) {
        return post(path, UUID.randomUUID().toString(), body);
    }

    VerifyingStore.Verification verify() {
        return read(get("/verification"), VerifyingStore.Verification.class);
    }

    VerifyingStore.Verification verify(long until) {
        return read(get("/verification?until=" + until), VerifyingStore.Verification.class);
    }

    MvcTestResult postWithoutKey(String path, String body) {
        return http.post()
                .uri("/api/accounts" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    <T> T read(MvcTestResult answer, Class<T> type) {
        assertThat(answer).hasStatusOk();
        return json.readValue(answer.getResponse().getContentAsByteArray(), type);
    }

    static String amount(Money amount) {
        return "{\"amount\":{\"amount\":%s,\"currency\":\"%s\"}}".formatted(amount.amount().toPlainString(),
                amount.currency().getCurrencyCode());
    }
}
