package dev.hailstone.infra.web;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springdoc.webmvc.ui.SwaggerConfig;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = ApiDocumentationTests.Documented.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ApiDocumentationTests {

    @LocalServerPort private int port;

    @Autowired private JsonMapper json;

    private JsonNode api;

    @BeforeEach
    void read() throws Exception {
        HttpResponse<String> answer = get("/v3/api-docs");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        api = json.readTree(answer.body());
    }

    @Test
    void showsIdsAsText() {
        assertThat(parcel().at("/properties/parcelId/type").asString()).isEqualTo("string");
        assertThat(parcel().at("/properties/parcelId/format").asString()).isEqualTo("uuid");
        assertThat(api.at("/paths/~1api~1parcels~1{parcelId}/get/parameters/0/schema/type").asString())
                .isEqualTo("string");
    }

    @Test
    void showsMoneyAndPlacesAsTheyTravel() {
        assertThat(api.at("/components/schemas/Money/properties").propertyNames()).containsExactly("amount",
                "currency");
        assertThat(api.at("/components/schemas/GeoPoint/properties").propertyNames())
                .containsExactly("latitude", "longitude");
        assertThat(parcel().at("/properties/price/$ref").asString()).isEqualTo("#/components/schemas/Money");
    }

    @Test
    void saysWhatIsRequired() {
        assertThat(parcel().path("required").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("parcelId", "place", "price", "weight", "colour", "stops");
    }

    @Test
    void showsTheIdempotencyKeyAsAHeader() {
        JsonNode parameters = api.at("/paths/~1api~1parcels~1{parcelId}~1dispatch/post/parameters");
        assertThat(parameters.valueStream()
                .map(parameter -> parameter.path("in").asString() + " "
                        + parameter.path("name").asString()))
                .containsExactly("path parcelId", "header Idempotency-Key");
    }

    @Test
    void tellsOfProblems() {
        assertThat(api.at("/paths/~1api~1parcels/post/responses/default/content/application~1problem+json/schema/$ref")
                .asString()).isEqualTo("#/components/schemas/Problem");
        assertThat(api.at("/components/schemas/Problem/properties/errors/type").asString()).isEqualTo("array");
    }

    @Test
    void namesOperationsByModule() {
        assertThat(api.at("/paths/~1api~1forecasts/get/tags/0").asString()).isEqualTo("weather");
    }

    @Test
    void leavesOutTheErrorPage() {
        assertThat(api.path("paths").propertyNames()).isNotEmpty().noneMatch(path -> path.contains("error"));
    }

    @Test
    void hasAPageToTryIt() throws Exception {
        HttpResponse<String> page = get("/swagger-ui/index.html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui");
    }

    @Test
    void keepsOneDescriptionForAllLanguages(@Autowired OpenAPIService descriptions) throws Exception {
        for (String language : new String[]{"fr", "de-CH-1996", "*", "x-private", "und"}) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri("/v3/api-docs")).header("Accept-Language", language).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(json.readTree(answer.body())).as(language).isEqualTo(api);
        }
        assertThat(descriptions.getCachedOpenAPI(Locale.ENGLISH)).isNotNull();
        assertThat(descriptions.getCachedOpenAPI(Locale.FRENCH)).isNull();
    }

    @Test
    void namesNoServerButTheOneThatWasAsked() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write("GET /v3/api-docs HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("evil.example");
        }
        assertThat(api.path("servers")).isEqualTo(json.readTree("[{\"url\":\"/\"}]"));
    }

    private JsonNode parcel() {
        return api.at("/components/schemas/" + FixtureApplication.Parcel.class.getName().replace('$', '.'));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    @Import(FixtureApplication.class)
    @ComponentScan("dev.hailstone.weather.internal")
    @ImportAutoConfiguration({ApiDocumentationAutoConfiguration.class, RemoteFacadesAutoConfiguration.class,
            SpringDocConfiguration.class, SpringDocConfigProperties.class, SpringDocWebMvcConfiguration.class,
            SwaggerConfig.class, SwaggerUiConfigProperties.class, SwaggerUiOAuthProperties.class})
    static class Documented {}
}
