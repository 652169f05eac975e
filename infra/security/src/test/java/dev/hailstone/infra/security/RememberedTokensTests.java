package dev.hailstone.infra.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// How long a token is believed without another look at its signature.
class RememberedTokensTests {

    private final DemoIssuer issuer = new DemoIssuer(Clock.systemUTC(),
            new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("hailstone.security",
                    SecuritySettings.class),
            "hailstone");
    private final AtomicInteger verifications = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final String token = issuer.issue(Role.RIDER, "ada");

    @Test
    void verifiesATokenOnceAMinute() {
        JwtDecoder tokens = tokensAt(Instant.now());

        assertThat(tokens.decode(token).getSubject()).isEqualTo("ada");
        assertThat(tokens.decode(token).getSubject()).isEqualTo("ada");
        assertThat(verifications).hasValue(1);

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        tokens.decode(token);
        assertThat(verifications).hasValue(2);
    }

    @Test
    void doesNotBelieveATokenBeyondItsEnd() {
        JwtDecoder tokens = tokensAt(Instant.now().plus(issuer.lifetime()).plusSeconds(1));

        tokens.decode(token);
        tokens.decode(token);

        assertThat(verifications).hasValue(2);
    }

    @Test
    void remembersNoTokenThatWasRefused() {
        JwtDecoder tokens = tokensAt(Instant.now());
        tokens.decode(token);
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(43);

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode(forged));
        }
        assertThat(verifications).hasValue(3);
    }

    private JwtDecoder tokensAt(Instant now) {
        return new RememberedTokens(each -> {
            verifications.incrementAndGet();
            return issuer.decoder().decode(each);
        }, Clock.fixed(now, ZoneOffset.UTC), nanos::get);
    }
}
