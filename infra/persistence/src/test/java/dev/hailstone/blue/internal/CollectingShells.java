package dev.hailstone.blue.internal;

import java.util.UUID;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Public, so that the other module can do what it should not.
@Component
@Transactional
public class CollectingShells {

    private final Shells shells;

    CollectingShells(Shells shells) {
        this.shells = shells;
    }

    /// Joins the caller's transaction.
    public void collect(String colour) {
        shells.saveAndFlush(new Shell(UUID.randomUUID(), colour));
    }

    /// Lets the caller's transaction wait.
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void collectApart(String colour) {
        collect(colour);
    }

    /// Only looks.
    @Transactional(readOnly = true)
    public long count() {
        return shells.count();
    }
}
