package dev.hailstone.infra.security;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

import dev.hailstone.infra.web.Problem;
import dev.hailstone.infra.web.ProblemResponses;

/// Answers for requests that get no further than the filters: 401 with a challenge (RFC 6750), or 403; 503 where nobody knows
/// which, since the issuer cannot be reached.
final class Refusals implements AuthenticationEntryPoint, AuthenticationFailureHandler, AccessDeniedHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final AuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();
    private final ProblemResponses responses;

    Refusals(ProblemResponses responses) {
        this.responses = responses;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        try {
            challenge.commence(request, response, failure);
        } catch (jakarta.servlet.ServletException e) {
            throw new IOException(e);
        }
        responses.write(Problem.unauthenticated(failure instanceof OAuth2AuthenticationException token
                ? "the token is not valid here: " + token.getError().getDescription()
                : "this needs a token, in the header Authorization: Bearer …"), request, response);
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException failure) throws IOException {
        if (!(failure instanceof AuthenticationServiceException)) {
            commence(request, response, failure);
            return;
        }
        LOG.warn("A token cannot be verified: {}", NestedExceptionUtils.getMostSpecificCause(failure).toString());
        responses.write(Problem.unavailable("the token cannot be verified now, since its issuer cannot be reached"),
                request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
            throws IOException {
        responses.write(Problem.forbidden("this is for operators"), request, response);
    }
}
