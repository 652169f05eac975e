package dev.hailstone.notifications.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Counts what the thread that asks sends to the database, besides the beginning and the end of transactions.
class CountedStatements implements BeanPostProcessor {

    private static final ThreadLocal<AtomicInteger> COUNT = ThreadLocal.withInitial(AtomicInteger::new);

    int countDuring(Runnable work) {
        COUNT.get().set(0);
        work.run();
        return COUNT.get().get();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource counted ? new Counting(counted) : bean;
    }

    private static final class Counting extends DelegatingDataSource {

        Counting(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return counting(super.getConnection(), Connection.class);
        }
    }

    private static <T> T counting(T target, Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                COUNT.get().incrementAndGet();
            }
            try {
                return switch (method.invoke(target, arguments)) {
                    case CallableStatement statement -> counting(statement, CallableStatement.class);
                    case PreparedStatement statement -> counting(statement, PreparedStatement.class);
                    case Statement statement -> counting(statement, Statement.class);
                    case Object other -> other;
                    case null -> null;
                };
            } catch (InvocationTargetException failure) {
                throw failure.getTargetException();
            }
        }));
    }
}
