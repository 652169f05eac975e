package dev.hailstone.infra.security;

import java.time.Clock;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/// Verifies a token once a minute: who asks often sends the same one each time.
///
/// What is remembered ends with the token, and what was refused is not remembered at all. A token is refused by
/// [BadJwtException] only: anything else says that it could not be verified, since its issuer cannot be reached.
final class RememberedTokens implements JwtDecoder {

    private static final Duration FOR = Duration.ofMinutes(1);
    private static final int MOST = 5_000;

    private final JwtDecoder decoder;
    private final Clock clock;
    private final Cache<String, Jwt> verified;

    RememberedTokens(JwtDecoder decoder, Clock clock, Ticker ticker) {
        this.decoder = decoder;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(FOR)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Jwt decode(String token) {
        Jwt known = verified.getIfPresent(token);
        if (known != null && !isOver(known)) {
            return known;
        }
        Jwt decoded = verify(token);
        verified.put(token, decoded);
        return decoded;
    }

    private Jwt verify(String token) {
        try {
            return decoder.decode(token);
        } catch (JwtException told) {
            throw told;
        } catch (RuntimeException away) {
            // The first token is when the issuer is asked who they are; that has an exception of no such kind.
            throw new JwtException("The issuer's keys cannot be had", away);
        }
    }

    private boolean isOver(Jwt token) {
        return token.getExpiresAt() != null && !clock.instant().isBefore(token.getExpiresAt());
    }
}
