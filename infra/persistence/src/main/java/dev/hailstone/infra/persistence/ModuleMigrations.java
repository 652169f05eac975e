package dev.hailstone.infra.persistence;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the schema of each local module up to date.
///
/// A schema has one history, in itself: infrastructure's scripts (versions 0.x) and the module's own. It moves with the
/// schema. Infrastructure's scripts may come later than the module's, hence out of order. And a schema may have had scripts
/// that this version does not know yet, of infrastructure below the module's own: it works with them.
final class ModuleMigrations {

    private final DataSource dataSource;
    private final LocalModules modules;
    private final ModuleSchemas schemas;

    ModuleMigrations(DataSource dataSource, LocalModules modules) {
        this.dataSource = dataSource;
        this.modules = modules;
        this.schemas = new ModuleSchemas(dataSource);
    }

    /// @throws DatabaseUnavailableException if the server, or a script, refuses
    void run() {
        schemas.provide(modules);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<CompletableFuture<Void>> migrations = modules.all()
                    .stream()
                    .map(module -> CompletableFuture.runAsync(() -> migrate(module), threads))
                    .toList();
            CompletableFuture.allOf(migrations.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DatabaseUnavailableException known ? known : e;
        }
    }

    private void migrate(ModuleDescriptor module) {
        try {
            Flyway.configure(getClass().getClassLoader())
                    .dataSource(dataSource)
                    .initSql("set role " + module.name())
                    .schemas(module.name())
                    .defaultSchema(module.name())
                    .createSchemas(false)
                    .locations("classpath:db/infrastructure", "classpath:db/migration/" + module.name())
                    .outOfOrder(true)
                    .ignoreMigrationPatterns("*:future", "*:missing")
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseUnavailableException(
                    "The schema of module '" + module.name() + "' cannot be migrated: " + e.getMessage(),
                    "A script that has run somewhere is never changed: restore it and write a new one. A script that "
                            + "failed has left nothing behind: mend it and start again.",
                    e);
        }
    }
}
