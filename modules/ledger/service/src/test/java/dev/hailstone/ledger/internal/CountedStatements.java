package dev.hailstone.ledger.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Lists the statements that the calling thread sends to the database: what a promise about round trips is checked with.
final class CountedStatements implements BeanPostProcessor {

    private static final ThreadLocal<List<String>> SENT = ThreadLocal.withInitial(ArrayList::new);

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source && !(bean instanceof Counting) ? new Counting(source) : bean;
    }

    /// What is sent while the work runs, without what begins and ends transactions.
    static List<String> during(Runnable work) {
        SENT.get().clear();
        work.run();
        return SENT.get().stream().filter(sql -> !sql.toLowerCase(Locale.ROOT).startsWith("set local role")).toList();
    }

    private static final class Counting extends DelegatingDataSource {

        Counting(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return counted(super.getConnection());
        }
    }

    private static Connection counted(Connection connection) {
        return proxy(Connection.class, (_, method, arguments) -> {
            Object result = call(connection, method, arguments);
            return result instanceof Statement statement
                    ? counted(statement, arguments == null ? "" : (String) arguments[0])
                    : result;
        });
    }

    private static Object counted(Statement statement, String prepared) {
        return Proxy.newProxyInstance(CountedStatements.class.getClassLoader(),
                new Class<?>[]{statement instanceof PreparedStatement
                        ? PreparedStatement.class
                        : Statement.class},
                (_, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        SENT.get().add(arguments == null ? prepared : (String) arguments[0]);
                    }
                    return call(statement, method, arguments);
                });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(CountedStatements.class.getClassLoader(), new Class<?>[]{type},
                handler));
    }
}
