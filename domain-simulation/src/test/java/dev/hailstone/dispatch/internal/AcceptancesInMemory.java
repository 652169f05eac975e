package dev.hailstone.dispatch.internal;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.simulation.NoDatabase;
import dev.hailstone.simulation.Table;
import dev.hailstone.tracking.DriverId;

/// How drivers take offers, in memory.
class AcceptancesInMemory extends Acceptances {

    private final Table<DriverId, Boolean> rows;

    AcceptancesInMemory(ModuleProcess process) {
        super(JdbcClient.create(new NoDatabase()));
        this.rows = process.table();
    }

    @Override
    Optional<Boolean> autoAccept(DriverId driver) {
        return rows.get(driver);
    }

    @Override
    void choose(DriverId driver, boolean autoAccept) {
        rows.put(driver, autoAccept);
    }
}
