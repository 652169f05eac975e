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

    private final List<List<ModuleEvent>> lanes = IntStream.range(0, LANES)
            .<List<ModuleEvent>>mapToObj(_ -> new ArrayList<>())
            .toList();

    /// @throws IllegalStateException if an event is not the same after its journey
    void add(ModuleEvent event) {
        ModuleEvent travelled = JSON.readValue(JSON.writeValueAsBytes(event), event.getClass());
        if (!travelled.equals(event)) {
            throw new IllegalStateException("%s has become %s on its way".formatted(event, travelled));
        }
        lanes.get(Math.floorMod(event.key().hashCode(), LANES)).add(travelled);
    }

    /// @param position 0 for the first
    ModuleEvent at(int lane, int position) {
        return lanes.get(lane).get(position);
    }

    int size(int lane) {
        return lanes.get(lane).size();
    }
}
