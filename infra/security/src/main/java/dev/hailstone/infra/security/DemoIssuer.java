package dev.hailstone.infra.security;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/// Issues tokens to whoever asks, for a demo.
///
/// Who issues them is who checks them, so a secret is enough, and cheaper than a pair of keys. It is made anew at each
/// start and known to no other process: no token outlives the process that it is from.
final class DemoIssuer {

    /// A URL, as the standard wants it, in a domain that is nobody's (RFC 6761).
    static final String ISSUER = "https://demo.hailstone.invalid";

    private static final int KEY_BYTES = 32;

    private final JwtEncoder encoder;
    private final JwtDecoder decoder;
    private final Clock clock;
    private final Duration lifetime;
    private final String rolesClaim;
    private final String audience;

    DemoIssuer(Clock clock, SecuritySettings settings, String audience) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        SecretKey key = new SecretKeySpec(random, "HmacSHA256");
        this.encoder = NimbusJwtEncoder.withSecretKey(key).algorithm(MacAlgorithm.HS256).build();
        this.decoder = decoder(key, audience);
        this.clock = clock;
        this.lifetime = settings.demo().lifetime();
        this.rolesClaim = settings.rolesClaim();
        this.audience = audience;
    }

    private static JwtDecoder decoder(SecretKey key, String audience) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(List.of(new JwtIssuerValidator(ISSUER),
                new JwtClaimValidator<List<String>>("aud",
                        audiences -> audiences != null && audiences.contains(audience)))));
        return decoder;
    }

    JwtDecoder decoder() {
        return decoder;
    }

    Duration lifetime() {
        return lifetime;
    }

    String issue(Role role, String subject) {
        Instant now = clock.instant();
        return encoder.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(),
                JwtClaimsSet.builder()
                        .issuer(ISSUER)
                        .audience(List.of(audience))
                        .subject(subject)
                        .claim(rolesClaim, List.of(role.name().toLowerCase(Locale.ROOT)))
                        .issuedAt(now)
                        .expiresAt(now.plus(lifetime))
                        .build()))
                .getTokenValue();
    }
}
