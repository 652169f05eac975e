package dev.hailstone.tracking.internal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.json.HailstoneJson;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PositionFormatTests {

    private final JsonMapper json = HailstoneJson.mapper();
    private final PositionFormat locationUpdate = new LocationUpdateFormat();
    private final PositionFormat plain = new PlainPositionFormat();
    private final PositionFormat geoJson = new GeoJsonFeatureFormat();

    @Test
    void readsALocationUpdateWithANumericId() {
        JsonNode update = json.readTree("""
                {"event_type": "location_update", "driver_id": 123, "latitude": 40.7128, "longitude": -74.006}
                """);

        assertThat(locationUpdate.recognizes(update)).isTrue();
        assertThat(locationUpdate.read(update))
                .isEqualTo(new PositionUpdate(new DriverId("123"), new GeoPoint(40.7128, -74.006)));
    }

    @Test
    void readsTheIdInEitherKind() {
        assertThat(locationUpdate.read(json.readTree("""
                {"event_type": "location_update", "driver_id": "d-7", "latitude": 0, "longitude": 0}
                """)).driver()).isEqualTo(new DriverId("d-7"));
        assertThat(plain.read(json.readTree("""
                {"driverId": 7, "latitude": 0, "longitude": 0}
                """)).driver()).isEqualTo(new DriverId("7"));
    }

    @Test
    void tellsTheFormatsApart() {
        JsonNode update = json.readTree("{\"driverId\": 7}");
        assertThat(plain.recognizes(update)).isTrue();
        assertThat(locationUpdate.recognizes(update)).isFalse();
        assertThat(plain.recognizes(json.readTree("{\"driver_id\": 7}"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    {"driver_id": 1, "latitude": 0, "longitude": 0}                                           | event_type | is required
                    {"event_type": "trip", "driver_id": 1, "latitude": 0, "longitude": 0}                     | event_type | must be 'location_update'
                    {"event_type": 5, "driver_id": 1, "latitude": 0, "longitude": 0}                          | event_type | must be 'location_update'
                    {"event_type": "location_update", "latitude": 0, "longitude": 0}                          | driver_id  | is required
                    {"event_type": "location_update", "driver_id": null, "latitude": 0, "longitude": 0}       | driver_id  | is required
                    {"event_type": "location_update", "driver_id": 1.5, "latitude": 0, "longitude": 0}        | driver_id  | must be text or a whole number
                    {"event_type": "location_update", "driver_id": true, "latitude": 0, "longitude": 0}       | driver_id  | must be text or a whole number
                    {"event_type": "location_update", "driver_id": "", "latitude": 0, "longitude": 0}         | driver_id  | must be 1 to 64 letters, digits, dots, underscores or hyphens, was ''
                    {"event_type": "location_update", "driver_id": 1, "longitude": 0}                         | latitude   | is required
                    {"event_type": "location_update", "driver_id": 1, "latitude": "40.7", "longitude": 0}     | latitude   | must be a number
                    {"event_type": "location_update", "driver_id": 1, "latitude": 90.1, "longitude": 0}       | latitude   | must be between -90 and 90 degrees, was 90.1
                    {"event_type": "location_update", "driver_id": 1, "latitude": 0, "longitude": -1e400}     | longitude  | must be between -180 and 180 degrees, was -Infinity
                    """)
    void refusesWhatIsMissingOrWrong(String update, String field, String reason) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> locationUpdate.read(json.readTree(update)))
                .satisfies(refusal -> {
                    assertThat(refusal.field()).isEqualTo(field);
                    assertThat(refusal.reason()).isEqualTo(reason);
                });
    }

    @ParameterizedTest
    @CsvSource({"'', Infinity", "-, -Infinity"})
    void refusesAWholeNumberThatIsBeyondAllDoubles(String sign, String read) {
        String huge = sign + "9".repeat(400);

        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> plain.read(json.readTree("""
                {"driverId": 1, "latitude": 0, "longitude": %s}""".formatted(huge))))
                .withMessage("longitude must be between -180 and 180 degrees, was " + read);
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> geoJson.read(json.readTree("""
                        {"type": "Feature", "id": 1, "geometry": {"type": "Point", "coordinates": [0, %s]}}"""
                        .formatted(huge))))
                .withMessage("geometry.coordinates[1] must be between -90 and 90 degrees, was " + read);
    }

    @Test
    void readsAFeatureWhoseDriverIsAPropertyOrItsId() {
        PositionUpdate expected = new PositionUpdate(new DriverId("7"), new GeoPoint(40.7128, -74.006));
        assertThat(geoJson.read(json.readTree(GeoJsonFeatureFormat.EXAMPLE)).driver()).isEqualTo(new DriverId("d-123"));
        assertThat(geoJson.read(json.readTree("""
                {"type": "Feature", "id": 7, "properties": null,
                 "geometry": {"type": "Point", "coordinates": [-74.006, 40.7128]}}"""))).isEqualTo(expected);
        assertThat(geoJson.read(json.readTree("""
                {"type": "Feature", "id": "other", "properties": {"driver_id": 7},
                 "geometry": {"type": "Point", "coordinates": [-74.006, 40.7128]}}"""))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    {"geometry": {}}                                                                                                          | type
                    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}}                                                 | properties.driverId
                    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"driverId": "a b"}}              | properties.driverId
                    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "id": true}                                     | id
                    {"type": "Feature", "id": 1}                                                                                              | geometry.type
                    {"type": "Feature", "id": 1, "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}                         | geometry.type
                    {"type": "Feature", "id": 1, "geometry": {"type": "Point", "coordinates": [1]}}                                           | geometry.coordinates
                    {"type": "Feature", "id": 1, "geometry": {"type": "Point", "coordinates": ["1", 2]}}                                      | geometry.coordinates
                    {"type": "Feature", "id": 1, "geometry": {"type": "Point", "coordinates": [1, 91]}}                                       | geometry.coordinates[1]
                    {"type": "Feature", "id": 1, "geometry": {"type": "Point", "coordinates": [181, 1]}}                                      | geometry.coordinates[0]
                    """)
    void refusesAWrongFeature(String feature, String field) {
        assertThat(geoJson.recognizes(json.readTree(feature))).isTrue();
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> geoJson.read(json.readTree(feature)))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
