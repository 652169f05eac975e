package dev.hailstone.infra.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HailstoneJsonTests {

    private final JsonMapper json = HailstoneJson.mapper();

    @Nested
    class Identifiers {

        private static final UUID SOME = UUID.fromString("01900000-0000-7000-8000-000000000001");

        @Test
        void areBareValues() {
            assertThat(json.writeValueAsString(new Ids(new Plate("A-1"), new BoxId(SOME))))
                    .isEqualTo("{\"plate\":\"A-1\",\"box\":\"" + SOME + "\"}");
            assertThat(json.readValue("{\"plate\":\"A-1\",\"box\":\"" + SOME + "\"}", Ids.class))
                    .isEqualTo(new Ids(new Plate("A-1"), new BoxId(SOME)));
        }

        @Test
        void areKeysOfMaps() {
            Counts counts = new Counts(Map.of(new Plate("A-1"), 2));
            assertThat(json.writeValueAsString(counts)).isEqualTo("{\"byPlate\":{\"A-1\":2}}");
            assertThat(json.readValue("{\"byPlate\":{\"A-1\":2}}", Counts.class)).isEqualTo(counts);
        }

        @Test
        void mayBeWrittenAsWholeNumbers() {
            assertThat(json.readValue("123", Plate.class)).isEqualTo(new Plate("123"));
        }

        @Test
        void keepTheReasonOfARefusalAndItsPath() {
            DatabindException refusal = refused("{\"plate\":\"no plate\",\"box\":\"" + SOME + "\"}", Ids.class);
            assertThat(refusal).hasCause(new InvalidValueException("plate", "must be a plate"));
            assertThat(refusal.getPath()).extracting(JacksonException.Reference::getPropertyName)
                    .containsExactly("plate");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "[]", "true", "1.5"})
        void areNothingElse(String value) {
            refused(value, Plate.class);
        }
    }

    @Nested
    class Amounts {

        @Test
        void arePlainDecimals() {
            assertThat(json.writeValueAsString(Money.of("12.95", "USD")))
                    .isEqualTo("{\"amount\":12.95,\"currency\":\"USD\"}");
            assertThat(json.writeValueAsString(new Decimal(new BigDecimal("1E+3")))).isEqualTo("{\"value\":1000}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"12.95", "\"12.95\"", "12.950", "1295e-2"})
        void areReadExactly(String amount) {
            assertThat(json.readValue("{\"amount\":" + amount + ",\"currency\":\"USD\"}", Money.class))
                    .isEqualTo(Money.of("12.95", "USD"));
        }

        @Test
        void keepTheReasonOfARefusal() {
            assertThat(refused("{\"amount\":12.955,\"currency\":\"USD\"}", Money.class))
                    .hasRootCauseInstanceOf(InvalidValueException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"\"", "\"twelve\"", "\"NaN\"", "1e-999999999", "1e999999999", "true", "null"})
        void areNothingElse(String amount) {
            refused("{\"amount\":" + amount + ",\"currency\":\"USD\"}", Money.class);
        }
    }

    @Nested
    class Numbers {

        @ParameterizedTest
        @ValueSource(strings = {"\"NaN\"", "\"Infinity\"", "NaN", "1e999", "-1e999", "\"1.5\"", "null", "true"})
        void areFinite(String number) {
            String body = "{\"latitude\":" + number + ",\"longitude\":1}";
            assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> json.readValue(body, GeoPoint.class));
        }

        @Test
        void thatAreNotFiniteAreNotWritten() {
            assertThatExceptionOfType(JacksonException.class)
                    .isThrownBy(() -> json.writeValueAsString(new Measured(Double.NaN, null)));
        }

        @Test
        void mayBeAbsentWhereTheyAreNullable() {
            assertThat(json.readValue("{\"metres\":1}", Measured.class)).isEqualTo(new Measured(1, null));
            assertThat(json.readValue("{\"metres\":1,\"seconds\":null}", Measured.class))
                    .isEqualTo(new Measured(1, null));
            assertThat(json.readValue("{\"metres\":1,\"seconds\":2}", Measured.class)).isEqualTo(new Measured(1, 2.0));
        }

        @Test
        void keepTheirFraction() {
            refused("{\"count\":1.5}", Count.class);
        }
    }

    @Nested
    class Components {

        @Test
        void mustBeThere() {
            assertThat(refused("{\"reading\":{}}", Outer.class).getPath())
                    .extracting(JacksonException.Reference::getPropertyName)
                    .containsExactly("reading", "at");
        }

        @Test
        void mustNotBeNull() {
            assertThat(refused("{\"reading\":{\"at\":null}}", Outer.class).getPath())
                    .extracting(JacksonException.Reference::getPropertyName)
                    .containsExactly("reading", "at");
        }

        @Test
        void mustNotBeNullInLists() {
            refused("{\"names\":[\"a\",null]}", Names.class);
        }

        @Test
        void areLeftOutWhenNull() {
            assertThat(json.writeValueAsString(new Measured(1, null))).isEqualTo("{\"metres\":1.0}");
        }

        @Test
        void keepTheirOrder() {
            assertThat(json.writeValueAsString(new Ordered(1, 2, 3))).isEqualTo("{\"zulu\":1,\"alpha\":2,\"mike\":3}");
        }

        @Test
        void areAllThatIsWritten() {
            assertThat(json.writeValueAsString(new Ordered(1, 2, 3))).doesNotContain("big", "sum");
        }

        @Test
        void areNotCoerced() {
            refused("{\"names\":[1]}", Names.class);
            refused("{\"count\":\"1\"}", Count.class);
            refused("{\"colour\":0}", Painted.class);
        }
    }

    @Test
    void ignoresUnknownFields() {
        assertThat(json.readValue("{\"count\":1,\"new\":{}}", Count.class)).isEqualTo(new Count(1));
    }

    @Test
    void refusesWhatFollowsAValue() {
        refused("{\"count\":1} {}", Count.class);
    }

    @Test
    void writesTimesInIso8601() {
        Times times = new Times(Instant.parse("2019-03-23T20:21:09Z"), Duration.ofSeconds(375));
        String text = "{\"at\":\"2019-03-23T20:21:09Z\",\"taken\":\"PT6M15S\"}";
        assertThat(json.writeValueAsString(times)).isEqualTo(text);
        assertThat(json.readValue(text, Times.class)).isEqualTo(times);
    }

    @Test
    void isTheFormOfSpringsMapper() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(HailstoneJsonAutoConfiguration.class, JacksonAutoConfiguration.class))
                .run(context -> {
                    JsonMapper springs = context.getBean(JsonMapper.class);
                    assertThat(springs.registeredModules()).extracting(JacksonModule::getModuleName)
                            .contains("hailstone");
                    assertThat(springs.writeValueAsString(new Plate("A-1"))).isEqualTo("\"A-1\"");
                    assertThat(springs.writeValueAsString(new Measured(1, null))).isEqualTo("{\"metres\":1.0}");
                    assertThat(catchThrowableOfType(DatabindException.class,
                            () -> springs.readValue("{}", Outer.class))).isNotNull();
                });
    }

    private DatabindException refused(String text, Class<?> type) {
        DatabindException refusal = catchThrowableOfType(DatabindException.class, () -> json.readValue(text, type));
        assertThat(refusal).as(text).isNotNull();
        return refusal;
    }

    record Plate(String value) implements Identifier {

        Plate {
            if (!value.matches("[A-Z0-9-]+")) {
                throw new InvalidValueException("plate", "must be a plate");
            }
        }

        static Plate of(String value) {
            return new Plate(value);
        }

        @Override
        public String toString() {
            return value;
        }
    }

    record BoxId(UUID value) implements Identifier {

        static BoxId of(String value) {
            return new BoxId(UUID.fromString(value));
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    record Ids(Plate plate, BoxId box) {}

    record Counts(Map<Plate, Integer> byPlate) {}

    record Decimal(BigDecimal value) {}

    record Measured(double metres, @Nullable Double seconds) {}

    record Count(int count) {}

    record Reading(Instant at) {}

    record Outer(Reading reading) {}

    record Names(List<String> names) {}

    record Times(Instant at, Duration taken) {}

    record Ordered(int zulu, int alpha, int mike) {

        public boolean isBig() {
            return sum() > 100;
        }

        public int getSum() {
            return sum();
        }

        int sum() {
            return zulu + alpha + mike;
        }
    }

    enum Colour {
        RED
    }

    record Painted(Colour colour) {}
}
