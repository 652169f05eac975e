package dev.hailstone.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.hailstone.kernel.ModuleEvent;

/// Carries the events of a producer to a consumer with the promises of the event transport and no others.
///
/// Each lane keeps its order; there is none between lanes, between producers, or between consumers. Batches come late,
/// twice, out of order, or to a process that dies over them. The consumer's cursor is a row of its own, moved in the
/// transaction of its listeners.
final class Subscription {

    private static final Duration USUAL_DELAY = Duration.ofMillis(30);
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final int MOST_OF_A_LANE = 8;
    /// As with several processes of the consumer, or two transports at a time.
    private static final int MOST_AT_ONCE = 2;

    private final ModuleProcess consumer;
    private final String producer;
    private final Journal journal;
    private final Table<Integer, Integer> cursors;
    private final Schedule schedule;
    private final Chance chance;
    private final Faults faults;
    private final Sabotage sabotage;
    private int planned;

    Subscription(ModuleProcess consumer, String producer, Journal journal, Schedule schedule, Chance chance,
            Faults faults, Sabotage sabotage) {
        this.consumer = consumer;
        this.producer = producer;
        this.journal = journal;
        this.cursors = consumer.table();
        this.schedule = schedule;
        this.chance = chance;
        this.faults = faults;
        this.sabotage = sabotage;
    }

    /// Something new is there.
    void wake() {
        wake(chance.happens(faults.delays()) ? faults.longestDelay() : USUAL_DELAY);
    }

    private void wake(Duration longest) {
        if (planned == MOST_AT_ONCE) {
            return;
        }
        planned++;
        schedule.in(chance.upTo(longest), this::deliver);
    }

    boolean isOf(String module) {
        return producer.equals(module);
    }

    boolean isCaughtUp() {
        return IntStream.range(0, Journal.LANES).allMatch(lane -> position(lane) == journal.size(lane));
    }

    private int position(int lane) {
        return cursors.committed().getOrDefault(lane, 0);
    }

    private void deliver() {
        planned--;
        List<Integer> lanes = new ArrayList<>();
        for (int lane = 0; lane < Journal.LANES; lane++) {
            if (position(lane) < journal.size(lane)) {
                lanes.add(lane);
            }
        }
        if (lanes.isEmpty()) {
            return;
        }
        chance.shuffle(lanes);
        List<Delivery> batch = new ArrayList<>();
        for (int lane : lanes.subList(0, chance.between(1, lanes.size()))) {
            addTo(batch, lane);
        }
        if (chance.happens(faults.duplicates())) {
            schedule.in(chance.upTo(faults.longestDelay()), () -> apply(batch));
        }
        apply(batch);
        wake();
    }

    private void addTo(List<Delivery> batch, int lane) {
        int from = position(lane);
        int until = from + chance.between(1, Math.min(MOST_OF_A_LANE, journal.size(lane) - from));
        if (chance.happens(faults.duplicates())) {
            from = Math.max(0, from - chance.between(1, 3));
        }
        for (int position = from; position < until; position++) {
            batch.add(new Delivery(lane, position, journal.at(lane, position)));
        }
    }

    private void apply(List<Delivery> batch) {
        try {
            consumer.transaction(() -> {
                for (Delivery delivery : batch) {
                    int cursor = cursors.get(delivery.lane).orElse(0);
                    if (delivery.position == cursor) {
                        if (sabotage.movesCursor(consumer.toString(), delivery.event)) {
                            cursors.put(delivery.lane, cursor + 1);
                        }
                        consumer.hear(delivery.event);
                    }
                }
            });
        } catch (ModuleAway _) {
            // It is delivered again, unless the cursor has moved.
            wake(RETRY);
        } catch (RuntimeException failure) {
            // As the transport does it: what fails together is done one by one, and must not fail then.
            if (batch.size() == 1) {
                throw failure;
            }
            batch.forEach(delivery -> apply(List.of(delivery)));
        }
    }

    @Override
    public String toString() {
        return consumer + " ← " + producer;
    }

    private record Delivery(int lane, int position, ModuleEvent event) {}
}
