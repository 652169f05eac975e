package dev.hailstone.infra.persistence;

import java.lang.Thread.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatabasePreparationTests {

    /// Refuses at once, which is an answer too.
    private final DataSource nowhere = new DriverManagerDataSource("jdbc:postgresql://localhost:1/nobody", "nobody",
            "");

    @Test
    void letsConnectionsWaitUntilTheDatabaseIsReady() throws Exception {
        var work = new CountDownLatch(1);
        DataSource connections = after(DatabasePreparation.begin(() -> awaitUninterruptibly(work)));

        var connecting = new FutureTask<>(connections::getConnection);
        Thread thread = Thread.ofPlatform().start(connecting);
        while (thread.getState() != State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(connecting.isDone()).isFalse();

        work.countDown();
        assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connections.getConnection("nobody", ""))
                .withMessageContaining("localhost:1");
    }

    @Test
    void tellsEverybodyWhoWaitsWhyThereIsNoDatabase() {
        var reason = new DatabaseUnavailableException("It is broken.", "Mend it.", null);
        DataSource connections = after(DatabasePreparation.begin(() -> {
            throw reason;
        }));
        assertThatExceptionOfType(DatabaseUnavailableException.class).isThrownBy(connections::getConnection)
                .isSameAs(reason);
    }

    @Test
    void endsTheStartOfAnApplicationWhoseMigrationsFail() {
        new ApplicationContextRunner()
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/nobody")
                .withConfiguration(AutoConfigurations.of(TwoModules.Application.class))
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(DatabaseUnavailableException.class.getName()));
    }

    private DataSource after(DatabasePreparation preparation) {
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean(DatabasePreparation.class, () -> preparation);
        BeanPostProcessor waiting = new ConnectionsAfterPreparation(
                context.getDefaultListableBeanFactory().getBeanProvider(DatabasePreparation.class));
        return (DataSource) Objects.requireNonNull(waiting.postProcessAfterInitialization(nowhere, "dataSource"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
