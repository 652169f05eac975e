package dev.hailstone.infra.security;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.Identifier;

/// Who has sent a request. Controllers take it as an argument; nothing behind them knows it.
///
/// @param subject the id of the rider, the driver, the operator or the module
/// @param roles may be empty, which opens nothing
/// @param until when the token ends that says so; null if it says nothing of it
public record Caller(String subject, Set<Role> roles, @Nullable Instant until) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    /// Whether nothing belongs to somebody else for this caller: for operators, and for modules, which are let into few
    /// endpoints only.
    public boolean seesAll() {
        return is(Role.OPERATOR) || is(Role.MODULE);
    }

    /// Lets only this rider on, and who sees all.
    ///
    /// @throws Problem `not-yours` otherwise
    public void requireRider(@Nullable Identifier rider) {
        requireOwn(isSelf(Role.RIDER, rider));
    }

    /// Lets only these two on, and who sees all.
    ///
    /// @throws Problem `not-yours` otherwise
    public void requireRiderOrDriver(@Nullable Identifier rider, @Nullable Identifier driver) {
        requireOwn(isSelf(Role.RIDER, rider) || isSelf(Role.DRIVER, driver));
    }

    /// Whether this is the rider or the driver with an id.
    ///
    /// @param id null is nobody
    public boolean isSelf(Role role, @Nullable Identifier id) {
        return id != null && is(role) && subject.equals(id.toString());
    }

    /// Lets only owners on, and who sees all.
    ///
    /// @param own whether the caller is an owner
    /// @throws Problem `not-yours` if they are not
    public void requireOwn(boolean own) {
        if (!own && !seesAll()) {
            throw notYours();
        }
    }

    /// What this caller is told of somebody else's.
    public Problem notYours() {
        return Problem.notYours("this belongs to somebody else than %s".formatted(subject));
    }
}
