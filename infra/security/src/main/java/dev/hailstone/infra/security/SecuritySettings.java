package dev.hailstone.infra.security;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What can be configured about callers. Whose tokens are trusted is Spring Boot's to know:
/// `spring.security.oauth2.resourceserver.jwt.*`.
///
/// @param rolesClaim where a token tells the roles; dots may lead into objects
@ConfigurationProperties("hailstone.security")
record SecuritySettings(@DefaultValue("roles") String rolesClaim, @DefaultValue RateLimit rateLimit,
        @DefaultValue Demo demo) {

    /// How often one rider or driver may ask. Operators and modules are not counted.
    ///
    /// @param perSecond requests, in the long run; 0 counts nobody
    /// @param burst requests at once after a rest
    /// @param callers how many are remembered; beyond that, whoever asks least and least lately is forgotten first
    record RateLimit(@DefaultValue("20") int perSecond, @DefaultValue("100") int burst,
            @DefaultValue("100000") int callers) {

        RateLimit {
            require(perSecond >= 0, "per-second must not be negative, was ", perSecond);
            require(burst >= 1, "burst must be at least 1, was ", burst);
            require(callers >= 1, "callers must be at least 1, was ", callers);
        }

        private static void require(boolean condition, String message, int value) {
            if (!condition) {
                throw new IllegalArgumentException("hailstone.security.rate-limit." + message + value);
            }
        }
    }

    /// @param lifetime of the tokens that the application issues itself in a demo, at least a second
    record Demo(@DefaultValue("10m") Duration lifetime) {

        Demo {
            if (lifetime.toSeconds() < 1) {
                throw new IllegalArgumentException(
                        "hailstone.security.demo.lifetime must be at least 1s, was " + lifetime);
            }
        }
    }
}
