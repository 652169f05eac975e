package dev.hailstone;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;

import dev.hailstone.infra.persistence.LocalModules;
import dev.hailstone.infra.persistence.ModuleDescriptor;
import dev.hailstone.infra.persistence.ModuleTransactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// All seven modules in one process, on one database.
@SpringBootTest(classes = Hailstone.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class HailstoneTests {

    private static final List<String> MODULES = List.of("dispatch", "ledger", "notifications", "pricing",
            "recommendations", "tracking", "trips");

    private final LocalModules modules;
    private final ModuleTransactions transactions;
    private final JdbcClient jdbc;

    HailstoneTests(LocalModules modules, ModuleTransactions transactions, JdbcClient jdbc) {
        this.modules = modules;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @Test
    void consistsOfSevenModules() {
        assertThat(modules.all()).extracting(ModuleDescriptor::name).containsExactlyElementsOf(MODULES);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void letsAModuleReadItsOwnSchema(String module) {
        assertThat(receiptsReadBy(module, module)).isNotNegative();
    }

    @ParameterizedTest
    @MethodSource("pairsOfModules")
    void refusesAModuleTheSchemaOfAnother(String module, String other) {
        assertThatThrownBy(() -> receiptsReadBy(module, other)).isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied for schema " + other);
    }

    private long receiptsReadBy(String module, String schema) {
        Long count = transactions.of(module)
                .execute(_ -> jdbc
                        .sql("select count(*) from " + schema + ".command_receipt")
                        .query(Long.class)
                        .single());
        return count == null ? -1 : count;
    }

    static Stream<String> modules() {
        return MODULES.stream();
    }

    static Stream<Arguments> pairsOfModules() {
        return modules().flatMap(module -> modules().filter(other -> !other.equals(module))
                .map(other -> Arguments.of(module, other)));
    }
}
