package dev.hailstone.infra.persistence;

import java.util.Set;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/// Lets [DatabasePreparation] begin before anything that uses the database is made.
class DatabasePreparationDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(DatabasePreparation.class);
    }
}
