package dev.hailstone.infra.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Tells at a refused start what to do next.
class NoIssuerFailureAnalyzer extends AbstractFailureAnalyzer<NoIssuerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoIssuerException cause) {
        return new FailureAnalysis(cause.getMessage(),
                """
                        Name who issues your users' tokens (an OpenID Connect provider such as Keycloak):

                            --spring.security.oauth2.resourceserver.jwt.issuer-uri=https://id.example.org/realms/rides

                        (jwk-set-uri or public-key-location instead will do, too.) Or, to try Hailstone on a machine of your own, \
                        let it issue tokens itself, to anybody who asks:

                            --spring.profiles.active=demo

                        docs/running.md says more.""",
                cause);
    }
}
