package dev.hailstone.infra.testing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.messaging.HandDelivery;
import dev.hailstone.infra.persistence.LocalModules;
import dev.hailstone.infra.security.Role;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/// Gives each context a database, and each scenario a transaction of the module under test.
@AutoConfiguration(beforeName = {
        "dev.hailstone.infra.persistence.EmbeddedDatabaseAutoConfiguration",
        "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
        "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration"})
class ModuleTestAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    JdbcConnectionDetails freshDatabase() {
        return new FreshDatabase();
    }

    /// A scenario's stimulus runs in the transaction of this bean. It gets the name of the one module of a module test;
    /// with several modules there is no right name, and a transaction without one is refused.
    @Bean
    @ConditionalOnMissingBean(TransactionOperations.class)
    TransactionTemplate transactionTemplate(PlatformTransactionManager transactionManager, LocalModules modules) {
        TransactionTemplate template = new TransactionTemplate(transactionManager);
        if (modules.all().size() == 1) {
            template.setName(modules.all().getFirst().basePackage());
        }
        return template;
    }

    /// Requests that say nothing of who sends them are an operator's.
    @Bean
    MockMvcBuilderCustomizer requestsOfAnOperator() {
        String token = TestIssuer.shared().token(Role.OPERATOR, "olga");
        return mvc -> mvc.defaultRequest(get("/").header(HttpHeaders.AUTHORIZATION, "Bearer " + token));
    }

    @Bean
    @ConditionalOnMissingBean
    IncomingEvents incomingEvents(HandDelivery delivery) {
        return new IncomingEvents(delivery);
    }
}
