package dev.hailstone.infra.security;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/// Reads from a valid token who it is about.
///
/// The claim of the roles may be a list or a text of words. If no claim has its name, its dots lead into objects:
/// `realm_access.roles`.
final class CallersOfTokens implements Converter<Jwt, CallerToken> {

    private final String rolesClaim;
    private final List<String> path;

    CallersOfTokens(String rolesClaim) {
        this.rolesClaim = rolesClaim;
        this.path = List.of(rolesClaim.split("\\."));
    }

    /// @throws InvalidBearerTokenException if the token has no subject
    @Override
    public CallerToken convert(Jwt token) {
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new InvalidBearerTokenException("The token has no subject");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : names(claim(token))) {
            Role.named(name).ifPresent(roles::add);
        }
        return new CallerToken(token, new Caller(subject, roles, token.getExpiresAt()));
    }

    private @Nullable Object claim(Jwt token) {
        Object claim = token.getClaim(rolesClaim);
        if (claim != null) {
            return claim;
        }
        Object node = token.getClaims();
        for (String step : path) {
            node = node instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return node;
    }

    private static List<String> names(@Nullable Object claim) {
        return switch (claim) {
            case String words -> List.of(words.split("[ ,]+"));
            case Collection<?> list -> list.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }
}
