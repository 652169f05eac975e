package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.BalanceUpdated;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareRefunded;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.Entry.PayoutSent;
import dev.hailstone.ledger.internal.Entry.ReversedLine;
import dev.hailstone.ledger.internal.Entry.TransactionReversed;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/// What is written here lies in stores for ever. A sample that has to be changed needs a new version instead.
class EntryJsonTests {

    private static final TripId TRIP = TripId.of("01912d5e-8a00-7000-8000-000000000001");
    private static final RiderId RIDER = RiderId.of("r1");
    private static final DriverId DRIVER = DriverId.of("d1");

    private static final Instant ENDED = Instant.parse("2019-03-23T20:27:24Z");
    private static final Instant RECORDED = Instant.parse("2019-03-23T20:27:25.5Z");
    private static final FareSettled FARE = new FareSettled(TRIP, 2, RIDER, DRIVER, usd("12.95"), usd("8.25"),
            usd("2.20"), usd("2.50"), usd("12.00"), "40.74,-73.98", ENDED);

    private final EntryJson json = new EntryJson();

    private static Map<Entry, String> samples() {
        Map<Entry, String> samples = new LinkedHashMap<>();
        samples.put(new DepositReceived(RIDER, usd("20.00")),
                """
                        {"riderId":"r1","amount":{"amount":20.00,"currency":"USD"}}""");
        samples.put(new PayoutSent(DRIVER, usd("7.50")),
                """
                        {"driverId":"d1","amount":{"amount":7.50,"currency":"USD"}}""");
        samples.put(new FareHeld(TRIP, RIDER, usd("12.95")),
                """
                        {"tripId":"01912d5e-8a00-7000-8000-000000000001","riderId":"r1","amount":{"amount":12.95,"currency":"USD"}}""");
        samples.put(new HoldRefused(TRIP, RIDER, usd("12.95"), usd("3.00")),
                """
                        {"tripId":"01912d5e-8a00-7000-8000-000000000001","riderId":"r1","amount":{"amount":12.95,"currency":"USD"},\
                        "available":{"amount":3.00,"currency":"USD"}}""");
        samples.put(new HoldReleased(TRIP, RIDER, usd("12.95")),
                """
                        {"tripId":"01912d5e-8a00-7000-8000-000000000001","riderId":"r1","amount":{"amount":12.95,"currency":"USD"}}""");
        samples.put(FARE,
                """
                        {"tripId":"01912d5e-8a00-7000-8000-000000000001","number":2,"riderId":"r1","driverId":"d1",\
                        "total":{"amount":12.95,"currency":"USD"},"driverShare":{"amount":8.25,"currency":"USD"},\
                        "platformShare":{"amount":2.20,"currency":"USD"},"surcharges":{"amount":2.50,"currency":"USD"},\
                        "hold":{"amount":12.00,"currency":"USD"},"zone":"40.74,-73.98","endedAt":"2019-03-23T20:27:24Z"}""");
        samples.put(new FareRefunded(TRIP, 1, RIDER, DRIVER, usd("2.95"), usd("1.88"), usd("0.50"), usd("0.57"),
                "40.74,-73.98", ENDED),
                """
                        {"tripId":"01912d5e-8a00-7000-8000-000000000001","number":1,"riderId":"r1","driverId":"d1",\
                        "total":{"amount":2.95,"currency":"USD"},"driverShare":{"amount":1.88,"currency":"USD"},\
                        "platformShare":{"amount":0.50,"currency":"USD"},"surcharges":{"amount":0.57,"currency":"USD"},\
                        "zone":"40.74,-73.98","endedAt":"2019-03-23T20:27:24Z"}""");
        samples.put(new TransactionReversed("rider:r1/USD", UUID.fromString("01912d5e-8a00-7000-8000-000000000002"),
                "deposit-received", 1, null, null, ENDED, "paid in twice",
                List.of(new ReversedLine("platform:cash", usd("20.00"), usd("0.00")),
                        new ReversedLine("rider:r1", usd("-20.00"), usd("0.00")))),
                """
                        {"stream":"rider:r1/USD","reversedTransaction":"01912d5e-8a00-7000-8000-000000000002",\
                        "reversedType":"deposit-received","part":1,"occurredAt":"2019-03-23T20:27:24Z","reason":"paid in twice",\
                        "lines":[{"account":"platform:cash","amount":{"amount":20.00,"currency":"USD"},\
                        "held":{"amount":0.00,"currency":"USD"}},{"account":"rider:r1",\
                        "amount":{"amount":-20.00,"currency":"USD"},"held":{"amount":0.00,"currency":"USD"}}]}""");
        samples.put(new BalanceUpdated(AccountNumber.of("1"), usd("100.00")),
                """
                        {"account":"1","amount":{"amount":100.00,"currency":"USD"}}""");
        return samples;
    }

    @TestFactory
    Stream<DynamicTest> readsAndWritesTheSampleOf() {
        return samples().entrySet()
                .stream()
                .map(sample -> DynamicTest.dynamicTest(EntryJson.typeOf(sample.getKey()), () -> {
                    assertThat(json.write(sample.getKey())).isEqualTo(sample.getValue());
                    assertThat(json.read(EntryJson.typeOf(sample.getKey()),
                            EntryJson.versionOf(sample.getKey()), sample.getValue(), RECORDED))
                            .isEqualTo(sample.getKey());
                }));
    }

    @Test
    void hasASampleOfEachEntry() {
        Set<Class<?>> sampled = samples().keySet().stream().map(Entry::getClass).collect(Collectors.toSet());

        assertThat(sampled).isEqualTo(concrete(Entry.class).collect(Collectors.toSet()));
    }

    @TestFactory
    Stream<DynamicTest> lifts() {
        return oldForms().entrySet()
                .stream()
                .map(old -> DynamicTest.dynamicTest(old.getKey().type + " of version " + old.getKey().version,
                        () -> assertThat(json.read(old.getKey().type, old.getKey().version, old.getKey().payload,
                                RECORDED)).isEqualTo(old.getValue())));
    }

    /// Whoever writes a new form keeps a sample of the one before.
    @Test
    void hasASampleOfEachOldForm() {
        Set<String> sampled = oldForms().keySet().stream().map(OldForm::name).collect(Collectors.toSet());
        Set<String> old = samples().keySet()
                .stream()
                .flatMap(entry -> IntStream.range(1, EntryJson.versionOf(entry))
                        .mapToObj(version -> new OldForm(EntryJson.typeOf(entry), version, "").name()))
                .collect(Collectors.toSet());

        assertThat(sampled).isEqualTo(old);
    }

    private static Map<OldForm, Entry> oldForms() {
        return Map.of(
                // What stores hold that were written before zones were: neither where a ride began nor when it ended.
                new OldForm("fare-settled", 1, """
                        {"tripId":"01912d5e-8a00-7000-8000-000000000001","riderId":"r1","driverId":"d1",\
                        "total":{"amount":12.95,"currency":"USD"},"driverShare":{"amount":8.25,"currency":"USD"},\
                        "platformShare":{"amount":2.20,"currency":"USD"},"surcharges":{"amount":2.50,"currency":"USD"},\
                        "hold":{"amount":12.00,"currency":"USD"}}"""),
                new FareSettled(TRIP, 1, RIDER, DRIVER, usd("12.95"), usd("8.25"), usd("2.20"), usd("2.50"),
                        usd("12.00"),
                        "unknown", RECORDED),
                // Before a charge that was undone could be made anew.
                new OldForm("fare-settled", 2,
                        """
                                {"tripId":"01912d5e-8a00-7000-8000-000000000001","riderId":"r1","driverId":"d1",\
                                "total":{"amount":12.95,"currency":"USD"},"driverShare":{"amount":8.25,"currency":"USD"},\
                                "platformShare":{"amount":2.20,"currency":"USD"},"surcharges":{"amount":2.50,"currency":"USD"},\
                                "hold":{"amount":12.00,"currency":"USD"},"zone":"40.74,-73.98","endedAt":"2019-03-23T20:27:24Z"}"""),
                new FareSettled(TRIP, 1, RIDER, DRIVER, usd("12.95"), usd("8.25"), usd("2.20"), usd("2.50"),
                        usd("12.00"),
                        "40.74,-73.98", ENDED),
                new OldForm("transaction-reversed", 1, """
                        {"stream":"rider:r1/USD","reversedTransaction":"01912d5e-8a00-7000-8000-000000000002",\
                        "reversedType":"deposit-received","occurredAt":"2019-03-23T20:27:24Z","reason":"paid in twice",\
                        "lines":[{"account":"platform:cash","amount":{"amount":20.00,"currency":"USD"},\
                        "held":{"amount":0.00,"currency":"USD"}}]}"""),
                new TransactionReversed("rider:r1/USD", UUID.fromString("01912d5e-8a00-7000-8000-000000000002"),
                        "deposit-received", 1, null, null, ENDED, "paid in twice",
                        List.of(new ReversedLine("platform:cash", usd("20.00"), usd("0.00")))));
    }

    @Test
    void doesNotGuessWhatANewerReleaseWrote() {
        assertThatIllegalStateException().isThrownBy(() -> json.read("fare-held", 2, "{}", RECORDED))
                .withMessageContaining("fare-held, version 2");
        assertThatIllegalStateException().isThrownBy(() -> json.read("tip-given", 1, "{}", RECORDED));
    }

    private record OldForm(String type, int version, String payload) {

        String name() {
            return type + " " + version;
        }
    }

    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EntryJsonTests::concrete)
                : Stream.of(type);
    }

    private static Money usd(String amount) {
        return Money.of(amount, "USD");
    }
}
