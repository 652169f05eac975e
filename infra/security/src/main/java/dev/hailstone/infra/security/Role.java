package dev.hailstone.infra.security;

import java.util.Locale;
import java.util.Optional;

/// What somebody is to Hailstone. A token names roles in lower case.
public enum Role {

    /// Orders trips. The token's subject is the rider's id.
    RIDER,

    /// Drives. The token's subject is the driver's id.
    DRIVER,

    /// Runs the platform: sees everything and keeps the books.
    OPERATOR,

    /// Another process of Hailstone that has a module which asks one of ours. The token's subject is the module.
    MODULE;

    /// Spring Security's name of it.
    String authority() {
        return "ROLE_" + name();
    }

    /// @return empty if a token names something that is no role here, as tokens for several applications do
    static Optional<Role> named(String text) {
        for (Role role : values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
