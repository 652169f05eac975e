package dev.hailstone.infra.persistence;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.orm.jpa.JpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/// Schemas, roles and transactions of the modules of this process.
@AutoConfiguration(after = {DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
        JacksonAutoConfiguration.class}, before = HibernateJpaAutoConfiguration.class)
class PersistenceAutoConfiguration {

    /// Ticks in microseconds, as PostgreSQL does: an instant is the same before and after it was stored.
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
    }

    @Bean
    LocalModules localModules(ObjectProvider<ModuleDescriptor> modules) {
        return new LocalModules(modules.stream().toList());
    }

    /// Migrations use connections of their own: those of the pool must not keep the role that a migration takes, nor
    /// end a script that takes its time.
    @Bean
    DatabasePreparation databasePreparation(JdbcConnectionDetails server, LocalModules modules) {
        return DatabasePreparation.begin(() -> {
            if (server instanceof EmbeddedServer embedded) {
                embedded.await();
            }
            PGSimpleDataSource connections = new PGSimpleDataSource();
            connections.setUrl(server.getJdbcUrl());
            connections.setUser(server.getUsername());
            connections.setPassword(server.getPassword());
            connections.setTcpKeepAlive(true);
            new ModuleMigrations(connections, modules).run();
        });
    }

    @Bean
    static BeanPostProcessor connectionsAfterPreparation(ObjectProvider<DatabasePreparation> preparation) {
        return new ConnectionsAfterPreparation(preparation);
    }

    @Bean
    JpaVendorAdapter jpaVendorAdapter(LocalModules modules, ObjectProvider<SQLExceptionTranslator> exceptions) {
        RoleSettingDialect dialect = new RoleSettingDialect(modules);
        exceptions.ifAvailable(dialect::setJdbcExceptionTranslator);
        return new ModuleRoleVendorAdapter(dialect);
    }

    @Bean
    ModuleTransactions moduleTransactions(LocalModules modules, PlatformTransactionManager transactionManager) {
        return new NamedModuleTransactions(modules, transactionManager);
    }

    @Bean
    CommandReceipts commandReceipts(JdbcTemplate jdbc, JsonMapper json, Clock clock) {
        return new StoredCommandReceipts(jdbc, json, clock);
    }
}
