package dev.hailstone.infra.security;

import java.time.Clock;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/// Verifies a token once a minute: who asks often sends the same one each time.
///
/// What is remembered ends with the token, and what was refused is not remembered at all.
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
        Jwt decoded = decoder.decode(token);
        verified.put(token, decoded);
        return decoded;
    }

    private boolean isOver(Jwt token) {
        return token.getExpiresAt() != null && !clock.instant().isBefore(token.getExpiresAt());
    }
}
