package dev.hailstone.simulation;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.ledger.FareRefunded;
import dev.hailstone.trips.PickupApproached;
import dev.hailstone.trips.TripCompleted;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// A simulation that finds nothing proves something only if it finds what is there.
class SabotageTests {

    /// More seeds than any of the bugs needs.
    private static final int SEEDS = 20;

    @TestFactory
    Stream<DynamicTest> finds() {
        return Stream.of(
                bug("a release that is lost", new Sabotage() {

                    @Override
                    public boolean hears(String listener, ModuleEvent event) {
                        return !listener.equals("ReleasingHolds");
                    }
                }),
                bug("a charge that is lost", new Sabotage() {

                    @Override
                    public boolean hears(String listener, ModuleEvent event) {
                        return !listener.equals("ChargingTrips") || event.key().hashCode() % 10 != 0;
                    }
                }),
                bug("a charge that is made twice", new ChargingTwice()),
                bug("a deposit that is made twice", new Sabotage() {

                    @Override
                    public boolean findsReceipts(String module) {
                        return !module.equals("ledger");
                    }
                }),
                bug("a time-out of trips that nobody looks at", new Sabotage() {

                    @Override
                    public boolean looks(String module) {
                        return !module.equals("trips");
                    }
                }),
                bug("a search that nobody takes up", new Sabotage() {

                    @Override
                    public boolean looks(String module) {
                        return !module.equals("dispatch");
                    }
                }),
                bug("a driver with two trips", new Sabotage() {

                    @Override
                    public boolean seesEngaged() {
                        return false;
                    }
                }),
                bug("a driver who is not freed", new Sabotage() {

                    @Override
                    public boolean hears(String listener, ModuleEvent event) {
                        return !listener.equals("ReleasingDrivers");
                    }
                }),
                bug("half a transaction of the ledger", new Sabotage() {

                    @Override
                    public boolean undoes(String module) {
                        return !module.equals("ledger");
                    }
                }),
                bug("a transaction that is undone twice", new Sabotage() {

                    @Override
                    public boolean remembersReversals() {
                        return false;
                    }
                }),
                bug("a refund that tells of more than the driver gives back", new Sabotage() {

                    @Override
                    public ModuleEvent publishes(ModuleEvent event) {
                        return event instanceof FareRefunded refund
                                ? new FareRefunded(refund.tripId(), refund.number(), refund.riderId(),
                                        refund.driverId(), refund.total(), refund.total(), refund.platformShare(),
                                        refund.at())
                                : event;
                    }
                }),
                bug("an event that nobody here hears, and that changes on its way", new Sabotage() {

                    @Override
                    public ModuleEvent arrives(ModuleEvent event) {
                        return event instanceof PickupApproached reminder
                                ? new PickupApproached(reminder.tripId(), reminder.riderId(), reminder.at(),
                                        reminder.at())
                                : event;
                    }
                }),
                bug("a search within a transaction", new Sabotage() {

                    @Override
                    public boolean asksOutsideTransactions() {
                        return false;
                    }
                }),
                bug("work that is looked for again and again while no time passes", new Sabotage() {

                    @Override
                    public boolean rests(String module) {
                        return !module.equals("dispatch");
                    }
                }),
                bug("another share of the fare", new WrongSetting("ledger", "driver-share", "0.76")),
                bug("another credit", new WrongSetting("ledger", "credit-limit", "55.00")),
                bug("a fee that comes too late", new WrongSetting("trips", "cancellation.free-for", "2m")));
    }

    private static DynamicTest bug(String name, Sabotage sabotage) {
        return dynamicTest(name, () -> assertThatThrownBy(
                () -> LongStream.rangeClosed(1, SEEDS).forEach(seed -> Simulation.run(seed, sabotage)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dsimulation.seed="));
    }

    /// The cursor forgets, and the ledger does not notice. Either alone would do no harm.
    private static final class ChargingTwice implements Sabotage {

        private final Set<ModuleEvent> forgotten = new HashSet<>();

        @Override
        public boolean movesCursor(String consumer, ModuleEvent event) {
            return !consumer.equals("ledger") || !(event instanceof TripCompleted) || !forgotten.add(event);
        }

        @Override
        public boolean remembersCharges() {
            return false;
        }
    }

    private record WrongSetting(String module, String name, String value) implements Sabotage {

        @Override
        public Map<String, String> settings(String configured) {
            return configured.equals(module)
                    ? Map.of("hailstone.%s.%s".formatted(module, name), value)
                    : Map.of();
        }
    }
}
