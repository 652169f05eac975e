package dev.hailstone.infra.persistence;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Lets the application's connections wait until the database is ready.
final class ConnectionsAfterPreparation implements BeanPostProcessor {

    private final ObjectProvider<DatabasePreparation> preparation;

    ConnectionsAfterPreparation(ObjectProvider<DatabasePreparation> preparation) {
        this.preparation = preparation;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource connections ? new PreparedConnections(connections) : bean;
    }

    private final class PreparedConnections extends DelegatingDataSource {

        PreparedConnections(DataSource connections) {
            super(connections);
        }

        @Override
        public Connection getConnection() throws SQLException {
            preparation.getObject().await();
            return super.getConnection();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            preparation.getObject().await();
            return super.getConnection(user, password);
        }
    }
}
