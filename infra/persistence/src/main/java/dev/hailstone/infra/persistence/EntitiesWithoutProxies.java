package dev.hailstone.infra.persistence;

import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.service.spi.ServiceContributor;

/// Keeps Hibernate from generating classes.
///
/// An aggregate is read as a whole, so nothing is loaded lazily and no proxy is ever needed; to make none saves a twelfth of the
/// start. Whoever asks for one, by `EntityManager.getReference` or a lazy association, is told so by an exception. Found by
/// Hibernate as a service.
public final class EntitiesWithoutProxies implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder services) {
        services.addService(BytecodeProvider.class, new BytecodeProviderImpl());
    }
}
