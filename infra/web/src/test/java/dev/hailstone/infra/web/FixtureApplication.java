package dev.hailstone.infra.web;

import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.MediaType;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.ResourceAccessException;

import dev.hailstone.infra.json.HailstoneJson;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;

/// An application without a database, with an endpoint for each kind of failure.
@SpringBootConfiguration
@ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class, MultipartAutoConfiguration.class, HailstoneWebAutoConfiguration.class,
        RemoteFacadesAutoConfiguration.class})
@Import(FixtureApplication.Endpoints.class)
class FixtureApplication {

    @Bean
    JsonMapperBuilderCustomizer hailstoneJson() {
        return HailstoneJson::configure;
    }

    @RestController
    static class Endpoints {

        @PostMapping("/api/parcels")
        Parcel accept(@RequestBody Parcel parcel) {
            return parcel;
        }

        @GetMapping("/api/parcels/{parcelId}")
        ParcelId find(@PathVariable ParcelId parcelId) {
            throw Problem.unknown("parcel", parcelId);
        }

        @GetMapping("/api/parcels")
        String search(@RequestParam int limit, @RequestParam(required = false) @Nullable Instant since,
                @RequestParam(required = false) @Nullable Colour colour,
                @RequestParam(required = false) @Nullable ParcelId after) {
            return limit + " " + since + " " + colour + " " + after;
        }

        @GetMapping("/api/nearest")
        GeoPoint nearest(@RequestParam double latitude, @RequestParam double longitude) {
            return new GeoPoint(latitude, longitude);
        }

        @GetMapping("/api/labels")
        String label(@RequestParam String text, @RequestParam(required = false) @Nullable List<String> others) {
            return text + others;
        }

        @PostMapping("/api/parcels/{parcelId}/dispatch")
        Sent dispatch(@PathVariable ParcelId parcelId, IdempotencyKey key) {
            return new Sent(parcelId, key.value());
        }

        @PostMapping(path = "/api/parcels/{parcelId}/label", produces = MediaType.TEXT_PLAIN_VALUE)
        String print(@PathVariable ParcelId parcelId) {
            return parcelId.toString();
        }

        @GetMapping("/api/versioned")
        String versioned(@RequestHeader("X-Version") String version) {
            return version;
        }

        @GetMapping(path = "/api/failures/{kind}", produces = MediaType.APPLICATION_JSON_VALUE)
        String fail(@PathVariable String kind) throws Throwable {
            throw switch (kind) {
                case "wrong-state" -> Problem.wrongState("the parcel has been delivered");
                case "key-reused" -> Problem.keyReused(new IdempotencyKey("k-1"));
                case "optimistic" -> new OptimisticLockingFailureException("secret");
                case "unique" -> violated("23505");
                case "not-null" -> violated("23502");
                case "lock" -> new PessimisticLockingFailureException("secret");
                case "lock-timeout" -> violated("55P03");
                case "database-away" -> new CannotCreateTransactionException("secret");
                case "admin-shutdown" -> violated("57P01");
                case "nul" -> violated("22021");
                case "nul-in-json" -> violated("22P05");
                case "date-overflow" -> violated("22008");
                case "calendar-overflow" -> new DateTimeException("secret");
                case "stopping" -> Problem.unavailable("it is being stopped");
                case "facade-away" -> new ResourceAccessException("secret");
                case "bug" -> new IllegalStateException("secret");
                case "error" -> new StackOverflowError("secret");
                default -> new AssertionError(kind);
            };
        }

        @GetMapping("/api/container-failures/{status}")
        void sendError(@PathVariable int status, HttpServletResponse response) throws IOException {
            response.sendError(status, "secret");
        }

        private static Exception violated(String state) {
            return new DataIntegrityViolationException("secret", new SQLException("secret", state));
        }
    }

    enum Colour {
        RED, BLUE
    }

    record ParcelId(UUID value) implements Identifier {

        public static ParcelId of(String value) {
            try {
                return new ParcelId(UUID.fromString(value));
            } catch (IllegalArgumentException _) {
                throw new InvalidValueException("parcelId",
                        "must be a UUID, was " + InvalidValueException.quote(value));
            }
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    record Parcel(ParcelId parcelId, GeoPoint place, Money price, int weight, Colour colour, List<Stop> stops,
            @Nullable Instant sentAt, @Nullable Boolean fragile) {}

    record Stop(GeoPoint place) {}

    record Sent(ParcelId parcelId, String key) {}
}
