package dev.hailstone.infra.persistence;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TwoModules
class ModuleMigrationTests {

    private final JdbcClient jdbc;
    private final TransactionTemplate red;
    private final TransactionTemplate blue;
    private final LocalModules modules;
    private final DataSource direct;

    ModuleMigrationTests(JdbcClient jdbc, ModuleTransactions transactions, LocalModules modules,
            EmbeddedServer server) {
        this.jdbc = jdbc;
        this.red = transactions.of("red");
        this.blue = transactions.of("blue");
        this.modules = modules;
        this.direct = new DriverManagerDataSource(server.getJdbcUrl(), server.getUsername(), server.getPassword());
    }

    @Test
    void keepsOneHistoryInEachSchemaAndGivesItToTheModule() {
        for (TransactionTemplate module : List.of(red, blue)) {
            assertThat(module.<List<String>>execute(_ -> jdbc
                    .sql("select version from flyway_schema_history order by version")
                    .query(String.class)
                    .list()))
                    .contains("0.1", "1");
        }
        assertThat(jdbc.sql("""
                select distinct schemaname || ' of ' || tableowner from pg_tables
                where schemaname in ('blue', 'red') or tableowner = 'hailstone' order by 1
                """).query(String.class).list()).containsExactly("blue of blue", "red of red");
    }

    @Test
    void refusesAScriptThatWasChanged() {
        Integer checksum = red.execute(_ -> jdbc.sql("select checksum from flyway_schema_history where version = '1'")
                .query(Integer.class)
                .single());
        red.executeWithoutResult(_ -> jdbc.sql("update flyway_schema_history set checksum = 1 where version = '1'")
                .update());
        assertThatExceptionOfType(DatabaseUnavailableException.class).isThrownBy(this::migrate)
                .withMessageContainingAll("'red'", "checksum mismatch")
                .satisfies(failure -> assertThat(failure.action()).contains("never changed"));
        red.executeWithoutResult(_ -> jdbc.sql("update flyway_schema_history set checksum = ? where version = '1'")
                .param(checksum)
                .update());
        migrate();
    }

    @Test
    void runsAScriptOfInfrastructureThatComesAfterTheModules() {
        blue.executeWithoutResult(_ -> {
            jdbc.sql("drop table command_receipt").update();
            jdbc.sql("delete from flyway_schema_history where version = '0.1'").update();
        });
        migrate();
        assertThat(blue.<Long>execute(_ -> jdbc.sql("select count(*) from command_receipt").query(Long.class).single()))
                .isZero();
    }

    @Test
    void startsOnASchemaThatANewerVersionHasMigrated() {
        for (String later : List.of("0.9", "99")) {
            blue.executeWithoutResult(_ -> jdbc.sql("""
                    insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,
                        installed_by, execution_time, success)
                    select max(installed_rank) + 1, :version, 'later', 'SQL', 'V' || :version || '__later.sql', 1,
                        'blue', 1, true
                    from flyway_schema_history
                    """).param("version", later).update());
            migrate();
            blue.executeWithoutResult(_ -> jdbc.sql("delete from flyway_schema_history where version = ?")
                    .param(later)
                    .update());
        }
    }

    @Test
    void letsSeveralProcessesBeginAtOnce() throws Exception {
        try (ExecutorService processes = Executors.newFixedThreadPool(3)) {
            LocalModules more = new LocalModules(List.of(new ModuleDescriptor("green", "green"),
                    new ModuleDescriptor("yellow", "yellow")));
            for (Future<?> process : processes.invokeAll(List.of(() -> migrate(more), () -> migrate(more),
                    () -> migrate(more)))) {
                process.get();
            }
        }
        assertThat(jdbc.sql("select count(*) from pg_tables where tablename = 'command_receipt'")
                .query(Long.class)
                .single()).isEqualTo(4);
    }

    @Test
    void saysWhatAServerNeedsWhenItCannotBeUsed() {
        DataSource powerless = new DriverManagerDataSource(
                "jdbc:postgresql://localhost:1/nobody", "nobody", "");
        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> new ModuleSchemas(powerless).provide(modules))
                .satisfies(failure -> assertThat(failure.action()).contains("PostgreSQL 16", "CREATEROLE"));
    }

    private void migrate() {
        migrate(modules);
    }

    private boolean migrate(LocalModules which) {
        new ModuleMigrations(direct, which).run();
        return true;
    }
}
