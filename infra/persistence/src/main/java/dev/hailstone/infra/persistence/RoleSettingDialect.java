package dev.hailstone.infra.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;

import org.hibernate.engine.spi.SessionImplementor;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.datasource.ConnectionHandle;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;

/// Lets every transaction run as the role of the module that began it, told by the transaction's name, and everything in
/// it see what was done before, whether by JPA or in SQL.
///
/// The role also makes the search path: connections have `"$user"` as theirs, which is the schema of the current role.
/// Setting the path itself for each transaction would let the driver throw away its prepared statements each time.
///
/// It is a dialect because this is the one place where an exception still closes the connection; in a
/// `TransactionExecutionListener` it would leak.
final class RoleSettingDialect extends HibernateJpaDialect {

    private static final long serialVersionUID = 1L;

    private final transient LocalModules modules;

    RoleSettingDialect(LocalModules modules) {
        this.modules = modules;
    }

    @Override
    public Object beginTransaction(EntityManager entityManager, TransactionDefinition definition) throws SQLException {
        ModuleDescriptor module = moduleOf(definition);
        Object transaction = super.beginTransaction(entityManager, definition);
        Connection connection = entityManager.unwrap(SessionImplementor.class)
                .getJdbcCoordinator()
                .getLogicalConnection()
                .getPhysicalConnection();
        // Prepared, so that the server parses it once a connection. Travels with the BEGIN that the driver has held back
        // until now.
        try (PreparedStatement role = connection.prepareStatement("set local role " + module.name())) {
            role.execute();
        }
        return transaction;
    }

    /// What JPA holds back is written before anything else gets at the connection. So it can hold back as much as there
    /// is, the effects of a whole batch of events, and nobody who asks in SQL has to know.
    @Override
    public ConnectionHandle getJdbcConnection(EntityManager entityManager, boolean readOnly)
            throws SQLException {
        ConnectionHandle connection = super.getJdbcConnection(entityManager, readOnly);
        return readOnly ? connection : new FlushedConnection(connection, entityManager);
    }

    private ModuleDescriptor moduleOf(TransactionDefinition definition) {
        String name = Objects.requireNonNullElse(definition.getName(), "");
        return modules.owning(name)
                .orElseThrow(() -> new IllegalTransactionStateException(
                        """
                                The transaction '%s' belongs to no module of this process (%s), so no role can be found for it. \
                                Begin it by @Transactional on a use case in the module's package, or by ModuleTransactions; \
                                a TransactionTemplate of your own needs setName("<package of the module>")."""
                                .formatted(name,
                                        modules)));
    }

    private final class FlushedConnection implements ConnectionHandle {

        private final ConnectionHandle connection;
        private final EntityManager entityManager;

        FlushedConnection(ConnectionHandle connection, EntityManager entityManager) {
            this.connection = connection;
            this.entityManager = entityManager;
        }

        @Override
        public Connection getConnection() {
            // After the commit there is nothing to write, and no transaction to do it in.
            if (entityManager.getTransaction().isActive()) {
                try {
                    entityManager.flush();
                } catch (PersistenceException refused) {
                    throw DataAccessUtils.translateIfNecessary(refused, RoleSettingDialect.this);
                }
            }
            return connection.getConnection();
        }

        @Override
        public void releaseConnection(Connection released) {
            connection.releaseConnection(released);
        }
    }
}
