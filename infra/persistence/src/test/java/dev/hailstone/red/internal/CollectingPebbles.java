package dev.hailstone.red.internal;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.blue.internal.CollectingShells;

/// Public for the tests.
@Component
@Transactional
public class CollectingPebbles {

    private final Pebbles pebbles;
    private final JdbcClient jdbc;
    private final CollectingShells shells;

    CollectingPebbles(Pebbles pebbles, JdbcClient jdbc, CollectingShells shells) {
        this.pebbles = pebbles;
        this.jdbc = jdbc;
        this.shells = shells;
    }

    /// By the repository.
    public void collect(String colour) {
        pebbles.save(new Pebble(UUID.randomUUID(), colour));
    }

    /// By the repository, and counts by SQL in the same transaction.
    public long collectAndCount(String colour) {
        collect(colour);
        return count();
    }

    /// By SQL, without a schema's name.
    public long count() {
        return jdbc.sql("select count(*) from pebble").query(Long.class).single();
    }

    /// Who the server thinks it works for.
    public String role() {
        return jdbc.sql("select current_user").query(String.class).single();
    }

    /// Reaches into the other module's schema.
    public long countShells() {
        return jdbc.sql("select count(*) from blue.shell").query(Long.class).single();
    }

    /// Spans two modules.
    public void collectBoth(String colour) {
        collect(colour);
        shells.collect(colour);
    }

    /// Calls the other module's own transaction and goes on.
    public String collectBothApart(String colour) {
        collect(colour);
        shells.collectApart(colour);
        return role();
    }

    /// Fails after it has worked.
    public void collectInVain(String colour) {
        collect(colour);
        throw new IllegalStateException("in vain");
    }
}
