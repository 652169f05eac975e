package dev.hailstone.notifications.internal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@ApplicationModuleTest
@AutoConfigureMockMvc
class PreferencesModuleTests {

    private static final String EVERYTHING = """
            {"language": "es", "email": "ada+rides@example.org",
             "quietHours": {"from": "22:00", "until": "07:30", "zone": "America/New_York"}}""";

    private final MockMvcTester http;

    PreferencesModuleTests(@Autowired MockMvcTester http) {
        this.http = http;
    }

    @Test
    void areThoseThatWerePutLast() {
        assertThat(get("riderId=ada")).hasStatusOk().bodyJson().isStrictlyEqualTo("{}");

        assertThat(put("riderId=ada", EVERYTHING)).hasStatusOk().bodyJson().isStrictlyEqualTo(EVERYTHING);
        assertThat(get("riderId=ada")).bodyJson().isStrictlyEqualTo(EVERYTHING);
        assertThat(get("driverId=ada")).as("the driver of the same name").bodyJson().isStrictlyEqualTo("{}");

        assertThat(put("riderId=ada", "{\"language\": \"de\"}")).hasStatusOk();
        assertThat(get("riderId=ada")).bodyJson().isStrictlyEqualTo("{\"language\": \"de\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"language": "fr"}                                                         | language
            {"language": 5}                                                            | language
            {"email": "ada"}                                                           | email
            {"email": "ada@example.org, bob@example.org"}                              | email
            {"email": "ada@example.org\\nBcc: bob@example.org"}                        | email
            {"quietHours": {"from": "22:00", "until": "07:00"}}                        | quietHours.zone
            {"quietHours": {"from": "22h", "until": "07:00", "zone": "UTC"}}           | quietHours.from
            {"quietHours": {"from": "22:00", "until": "25:00", "zone": "UTC"}}         | quietHours.until
            {"quietHours": {"from": "22:00", "until": "22:00", "zone": "UTC"}}         | quietHours.until
            {"quietHours": {"from": "22:00:00.0000001", "until": "22:00:00.0000002", "zone": "UTC"}} | quietHours.until
            {"quietHours": {"from": "22:00", "until": "07:00", "zone": "Mars/Base"}}   | quietHours.zone
            """)
    void mustMakeSense(String preference, String field) {
        assertThat(put("riderId=eve", preference)).hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo(field);
    }

    @Test
    void areSomebodys() {
        assertThat(put("", EVERYTHING)).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(put("riderId=ada&driverId=7", EVERYTHING)).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(get("")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    private MvcTestResult get(String query) {
        return http.get().uri("/api/notifications/preferences?" + query).exchange();
    }

    private MvcTestResult put(String query, String preference) {
        return http.put()
                .uri("/api/notifications/preferences?" + query)
                .contentType(MediaType.APPLICATION_JSON)
                .content(preference)
                .exchange();
    }
}
