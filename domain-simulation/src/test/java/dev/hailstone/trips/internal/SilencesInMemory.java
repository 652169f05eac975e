package dev.hailstone.trips.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.simulation.NoDatabase;
import dev.hailstone.simulation.Table;
import dev.hailstone.tracking.DriverId;

/// When drivers last fell silent, in memory.
class SilencesInMemory extends Silences {

    private final Table<DriverId, Instant> rows;

    SilencesInMemory(ModuleProcess process) {
        super(JdbcClient.create(new NoDatabase()));
        this.rows = process.table();
    }

    @Override
    void note(Map<DriverId, Instant> silences, Instant now) {
        silences.forEach((driver, at) -> rows.put(driver, rows.get(driver).filter(at::isBefore).orElse(at)));
    }

    @Override
    Map<DriverId, Instant> of(Collection<DriverId> drivers) {
        Map<DriverId, Instant> silences = new HashMap<>();
        drivers.forEach(driver -> rows.get(driver).ifPresent(at -> silences.put(driver, at)));
        return silences;
    }
}
