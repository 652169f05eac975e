package dev.hailstone.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.json.HailstoneJson;
import dev.hailstone.kernel.ModuleEvent;

/// What a module has published: eight lanes by key, each in the order of the commits.
final class Journal {

    static final int LANES = 8;

    private static final JsonMapper JSON = HailstoneJson.mapper();

    private static final double TRAVELLING = 0.2;

    private final Chance chance;
    private final Sabotage sabotage;
    private final List<List<ModuleEvent>> lanes = IntStream.range(0, LANES)
            .<List<ModuleEvent>>mapToObj(_ -> new ArrayList<>())
            .toList();

    Journal(Chance chance, Sabotage sabotage) {
        this.chance = chance;
        this.sabotage = sabotage;
    }

    /// Adds an event. Some travel as JSON, which is dear; for the others it is known from these that it makes no difference.
    ///
    /// @throws AssertionError if an event is not the same after its journey
    void add(ModuleEvent event) {
        lanes.get(Math.floorMod(event.key().hashCode(), LANES))
                .add(chance.happens(TRAVELLING) ? travelled(event) : event);
    }

    private ModuleEvent travelled(ModuleEvent event) {
        ModuleEvent travelled = sabotage.arrives(JSON.readValue(JSON.writeValueAsBytes(event), event.getClass()));
        if (!travelled.equals(event)) {
            throw new AssertionError("%s has become %s on its way".formatted(event, travelled));
        }
        return travelled;
    }

    /// @param position 0 for the first
    ModuleEvent at(int lane, int position) {
        return lanes.get(lane).get(position);
    }

    int size(int lane) {
        return lanes.get(lane).size();
    }
}
