package dev.hailstone.infra.security;

import java.io.Serial;
import java.util.Map;

import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;

/// A token that has been found valid, as Spring Security sees it: its principal is the [Caller].
final class CallerToken extends AbstractOAuth2TokenAuthenticationToken<Jwt> {

    @Serial private static final long serialVersionUID = 1L;

    CallerToken(Jwt token, Caller caller) {
        super(token, caller, token, AuthorityUtils
                .createAuthorityList(caller.roles().stream().map(Role::authority).toArray(String[]::new)));
        setAuthenticated(true);
    }

    @Override
    public String getName() {
        return ((Caller) getPrincipal()).subject();
    }

    @Override
    public Map<String, Object> getTokenAttributes() {
        return getToken().getClaims();
    }
}
