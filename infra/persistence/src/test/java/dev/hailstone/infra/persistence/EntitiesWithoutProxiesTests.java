package dev.hailstone.infra.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.dialect.PostgreSQLDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EntitiesWithoutProxiesTests {

    @Test
    void whoAsksForAProxyIsToldThatThereIsNone() {
        try (StandardServiceRegistry services = new StandardServiceRegistryBuilder()
                .applySetting("hibernate.dialect", PostgreSQLDialect.class.getName())
                .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
                .build();
                SessionFactory sessions = new MetadataSources(services).addAnnotatedClass(Thing.class)
                        .buildMetadata()
                        .buildSessionFactory()) {
            assertThatExceptionOfType(HibernateException.class)
                    .isThrownBy(() -> sessions.inSession(session -> session.getReference(Thing.class, 1L)))
                    .withMessageContaining("not allowed when the configured BytecodeProvider is 'none'");
        }
    }

    @Entity
    static class Thing {

        @Id private Long id = 0L;

        protected Thing() {}
    }
}
