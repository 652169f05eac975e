package dev.hailstone.infra.persistence;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.springframework.beans.factory.SmartInitializingSingleton;

/// Makes the database ready while the application is put together beside it.
///
/// Nobody gets a connection of the pool before it is, see [ConnectionsAfterPreparation]. When all beans are there the
/// application waits for it, so that a database that cannot be used ends the start.
final class DatabasePreparation implements SmartInitializingSingleton {

    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private DatabasePreparation() {}

    /// @param work returns when the database is ready; what it throws, everybody who waits is told
    static DatabasePreparation begin(Runnable work) {
        DatabasePreparation preparation = new DatabasePreparation();
        Thread.ofPlatform().name("database preparation").daemon().start(() -> preparation.carryOut(work));
        return preparation;
    }

    private void carryOut(Runnable work) {
        try {
            work.run();
            ready.complete(null);
        } catch (Throwable failure) {
            ready.completeExceptionally(failure);
        }
    }

    /// Returns when the database is ready.
    ///
    /// @throws DatabaseUnavailableException if it cannot be used
    void await() {
        try {
            ready.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DatabaseUnavailableException known ? known : e;
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        await();
    }
}
