package dev.hailstone.infra.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallersOfTokensTests {

    @Test
    void readsRolesFromAListAndFromWords() {
        assertThat(caller("roles", Map.of("roles", List.of("rider", "driver"))).roles())
                .containsExactlyInAnyOrder(Role.RIDER, Role.DRIVER);
        assertThat(caller("scope", Map.of("scope", "openid operator")).roles()).containsExactly(Role.OPERATOR);
    }

    @Test
    void followsDotsIntoObjectsUnlessAClaimIsNamedSo() {
        assertThat(caller("realm_access.roles", Map.of("realm_access", Map.of("roles", List.of("rider")))).roles())
                .containsExactly(Role.RIDER);
        assertThat(caller("https://rides.example/roles", Map.of("https://rides.example/roles", List.of("driver")))
                .roles()).containsExactly(Role.DRIVER);
    }

    @Test
    void takesWhatItDoesNotKnowForNoRole() {
        assertThat(caller("roles", Map.of("roles", List.of("RIDER", "ROLE_OPERATOR", "admin", 7))).roles()).isEmpty();
        assertThat(caller("roles", Map.of("roles", 7)).roles()).isEmpty();
        assertThat(caller("roles", Map.of("other", "rider")).roles()).isEmpty();
    }

    @Test
    void isTheSubject() {
        CallerToken token = new CallersOfTokens("roles").convert(jwt("ada", Map.of("roles", "rider")));
        assertThat(token.getPrincipal())
                .isEqualTo(new Caller("ada", Set.of(Role.RIDER), token.getToken().getExpiresAt()));
        assertThat(token.getName()).isEqualTo("ada");
        assertThat(token.getAuthorities()).extracting(Object::toString).containsExactly("ROLE_RIDER");
    }

    @Test
    void refusesATokenOfNobody() {
        assertThatThrownBy(() -> new CallersOfTokens("roles").convert(jwt(" ", Map.of("roles", "rider"))))
                .isInstanceOf(InvalidBearerTokenException.class);
    }

    private static Caller caller(String claim, Map<String, Object> claims) {
        return (Caller) new CallersOfTokens(claim).convert(jwt("ada", claims)).getPrincipal();
    }

    private static Jwt jwt(String subject, Map<String, Object> claims) {
        return Jwt.withTokenValue("token")
                .header("alg", "none")
                .subject(subject)
                .issuedAt(Instant.EPOCH)
                .claims(all -> all.putAll(claims))
                .build();
    }
}
